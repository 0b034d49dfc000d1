import * as vscode from 'vscode';
import type { TextRange } from '../../core/request-file/textRange.ts';

/** The range in an editor (counted from 0) of a range in a file (counted from 1). */
export function editorRange(range: TextRange): vscode.Range {
  return new vscode.Range(range.line - 1, range.column - 1, range.endLine - 1, range.endColumn - 1);
}
