import { posix } from 'node:path';
import * as vscode from 'vscode';
import { folderOf, pathOf } from '../documents/requestDocuments.ts';

/** Files and folders for a path that is being written, beside the request file and in the workspace folder. */
export async function fileCompletions(
  document: vscode.TextDocument,
  written: string,
  range: vscode.Range,
): Promise<vscode.CompletionItem[]> {
  const typed = written.replaceAll('\\', '/');
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const path = posix.dirname(posix.join('/', pathOf(document.uri).replaceAll('\\', '/')));
  const own = folderOf(document.uri).with({ path });
  const root = vscode.workspace.getWorkspaceFolder(own)?.uri;
  const bases = root === undefined || root.path === own.path ? [own] : [own, root];
  const entries = new Map<string, vscode.FileType>();
  for (const base of folder.startsWith('/') ? [own.with({ path: '/' })] : bases) {
    for (const [name, type] of await entriesOf(vscode.Uri.joinPath(base, folder))) {
      if (!entries.has(name)) entries.set(name, type);
    }
  }
  return [...entries].map(([name, type]) => itemOf(folder, name, type, range));
}

async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    // A folder that is still being written does not exist: there is nothing to offer.
    return [];
  }
}

function itemOf(
  folder: string,
  name: string,
  type: vscode.FileType,
  range: vscode.Range,
): vscode.CompletionItem {
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const { Folder, File } = vscode.CompletionItemKind;
  const item = new vscode.CompletionItem(isFolder ? `${name}/` : name, isFolder ? Folder : File);
  item.insertText = `${folder}${name}${isFolder ? '/' : ''}`;
  item.filterText = item.insertText;
  item.range = range;
  if (isFolder) {
    item.command = { command: 'editor.action.triggerSuggest', title: '' };
  }
  return item;
}
