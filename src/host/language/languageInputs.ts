import * as vscode from 'vscode';
import type { LanguageInput, Span } from '../../core/language/languageInput.ts';
import type { RequestFile } from '../../core/request-file/requestFile.ts';
import { loadImports } from '../../core/variables/importedFiles.ts';
import { contextFor } from '../sending/preparation.ts';
import { t } from '../translate.ts';
import type { LanguageParts } from './languageParts.ts';

/** A request file as it is now, with the variables that hold for it. */
export function languageInput(
  parts: LanguageParts,
  document: vscode.TextDocument,
): Promise<LanguageInput> {
  return inputOf(parts, document, parts.documents.tree(document));
}

/** The same at a place, also in a fence of a Markdown text; `null` where nothing of it is a request. */
export async function languageInputAt(
  parts: LanguageParts,
  document: vscode.TextDocument,
  { line }: vscode.Position,
): Promise<LanguageInput | null> {
  const file = parts.documents.treeAt(document, line);
  return file && inputOf(parts, document, file);
}

async function inputOf(
  { environments }: LanguageParts,
  document: vscode.TextDocument,
  file: RequestFile,
): Promise<LanguageInput> {
  const text = document.getText();
  const context = await contextFor(document.uri, environments.current(document.uri));
  const { files: imports, run } = await loadImports(file, context.reader, context);
  return { file, text, variables: { ...context, imports, run }, translate: t };
}

/** The range in an editor of a stretch of a document. */
export function rangeOf(document: vscode.TextDocument, { offset, endOffset }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(endOffset));
}
