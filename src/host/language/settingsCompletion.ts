import * as vscode from 'vscode';
import { environmentNames } from '../sending/preparation.ts';

/** Settings of a workspace or a folder. */
export const settingsFiles: vscode.DocumentSelector = {
  language: 'jsonc',
  pattern: '**/.vscode/settings.json',
};

/** Offers the environments of a folder as values of `wirebook.environment`. */
export const settingsCompletion: vscode.CompletionItemProvider = {
  async provideCompletionItems(document, position) {
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const written = /"wirebook\.environment"\s*:\s*"([^"]*)$/.exec(before)?.[1];
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (written === undefined || folder === undefined) {
      return [];
    }
    const { line, character } = position;
    const range = new vscode.Range(line, character - written.length, line, character);
    const names = await environmentNames(vscode.Uri.joinPath(folder.uri, 'requests.http'));
    return names.map((name) => {
      const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Module);
      item.range = range;
      return item;
    });
  },
};
