import * as vscode from 'vscode';
import { addEnvironmentKey } from '../../core/language/environmentKeys.ts';
import { quickFixes } from '../../core/language/quickFix.ts';
import type { QuickFix } from '../../core/language/quickFix.ts';
import type { RequestDiagnostics } from '../documents/diagnostics.ts';
import { fileUri } from '../documents/workspaceFiles.ts';
import { languageInputAt, rangeOf } from './languageInputs.ts';
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
    const actions = await Promise.all(ours.map((shown) => this.#actionsFor(document, shown)));
    return actions.flat();
  }

  async #actionsFor(
    document: vscode.TextDocument,
    shown: vscode.Diagnostic,
  ): Promise<vscode.CodeAction[]> {
    const diagnostic = this.#diagnostics.find(document, shown);
    const input = await languageInputAt(this.#parts, document, shown.range.start);
    if (diagnostic === undefined || input === null) {
      return [];
    }
    const fixes = quickFixes(input, diagnostic);
    return Promise.all(fixes.map((fix) => actionOf(document, shown, fix)));
  }
}

async function actionOf(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  fix: QuickFix,
): Promise<vscode.CodeAction> {
  const { title, choose, preferred } = fix;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred === true;
  if (choose !== undefined) {
    action.command = { command: 'wirebook.selectEnvironment', title };
    return action;
  }
  action.edit = await editOf(document, fix);
  return action;
}

async function editOf(
  document: vscode.TextDocument,
  { changes, newFile, environmentEntry }: QuickFix,
): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text } of changes) {
    edit.replace(document.uri, rangeOf(document, span), text);
  }
  if (newFile !== undefined) {
    edit.createFile(fileUri(document.uri, newFile), { ignoreIfExists: true });
  }
  if (environmentEntry !== undefined) {
    const { path, environment, name } = environmentEntry;
    const file = await vscode.workspace.openTextDocument(fileUri(document.uri, path));
    for (const { span, text } of addEnvironmentKey(file.getText(), environment, name)) {
      edit.replace(file.uri, rangeOf(file, span), text);
    }
  }
  return edit;
}
