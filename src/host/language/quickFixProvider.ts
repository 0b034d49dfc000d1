import * as vscode from 'vscode';
import { quickFixes } from '../../core/language/quickFix.ts';
import type { QuickFix } from '../../core/language/quickFix.ts';
import type { RequestDiagnostics } from '../documents/diagnostics.ts';
import { fileUri } from '../documents/workspaceFiles.ts';
import { languageInput, rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

/** Offers a way out of a diagnostic. */
export class QuickFixProvider implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };
  readonly #parts: LanguageParts;
  readonly #diagnostics: RequestDiagnostics;

  constructor(parts: LanguageParts, diagnostics: RequestDiagnostics) {
    this.#parts = parts;
    this.#diagnostics = diagnostics;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(({ source }) => source === 'wirebook');
    if (ours.length === 0) {
      return [];
    }
    const input = await languageInput(this.#parts, document);
    return ours.flatMap((shown) => {
      const diagnostic = this.#diagnostics.find(document, shown);
      return diagnostic === undefined
        ? []
        : quickFixes(input, diagnostic).map((fix) => actionOf(document, shown, fix));
    });
  }
}

function actionOf(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  { title, changes, newFile, choose, preferred }: QuickFix,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred === true;
  if (choose !== undefined) {
    action.command = { command: 'wirebook.selectEnvironment', title };
    return action;
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text } of changes) {
    edit.replace(document.uri, rangeOf(document, span), text);
  }
  if (newFile !== undefined) {
    edit.createFile(fileUri(document.uri, newFile), { ignoreIfExists: true });
  }
  action.edit = edit;
  return action;
}
