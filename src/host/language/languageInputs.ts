import * as vscode from 'vscode';
import type { LanguageInput, Span } from '../../core/language/languageInput.ts';
import { loadImports } from '../../core/variables/importedFiles.ts';
import { contextFor } from '../sending/preparation.ts';
import { t } from '../translate.ts';
import type { LanguageParts } from './languageParts.ts';

/** A document as it is now, with the variables that hold for it. */
export async function languageInput(
  { documents, environments }: LanguageParts,
  document: vscode.TextDocument,
): Promise<LanguageInput> {
  const file = documents.tree(document);
  const text = document.getText();
  const context = await contextFor(document.uri, environments.current(document.uri));
  const { files: imports, run } = await loadImports(file, context.reader);
  return { file, text, variables: { ...context, imports, run }, translate: t };
}

/** The range in an editor of a stretch of a document. */
export function rangeOf(document: vscode.TextDocument, { offset, endOffset }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(endOffset));
}
