import * as vscode from 'vscode';
import type { FileFacts, FileReader } from '../../core/variables/fileReader.ts';
import { folderOf, pathOf } from './requestDocuments.ts';

/** Reads the files of a request's own file system, so that remote and virtual workspaces work too. */
export class WorkspaceFiles implements FileReader {
  readonly #base: vscode.Uri;

  /** `base` is the request file. */
  constructor(base: vscode.Uri) {
    this.#base = base;
  }

  get isDisk(): boolean {
    return folderOf(this.#base).scheme === 'file';
  }

  async readText(path: string): Promise<string | undefined> {
    const open = vscode.workspace.textDocuments.find(({ uri }) => pathOf(uri) === path);
    if (open !== undefined) {
      return open.getText();
    }
    const bytes = await this.readBytes(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  async readBytes(path: string): Promise<Uint8Array | undefined> {
    if (this.#isForbidden(path)) return undefined;
    try {
      return await vscode.workspace.fs.readFile(this.#uriOf(path));
    } catch {
      return undefined;
    }
  }

  async stat(path: string): Promise<FileFacts | undefined> {
    if (this.#isForbidden(path)) return { kind: 'forbidden', sizeBytes: 0 };
    try {
      const { type, size } = await vscode.workspace.fs.stat(this.#uriOf(path));
      return { kind: kindOf(type), sizeBytes: size };
    } catch {
      return undefined;
    }
  }

  /** Without trust a request file must not make us touch other places: a share of the network would learn of us. */
  #isForbidden(path: string): boolean {
    const folder = vscode.workspace.getWorkspaceFolder(this.#uriOf(path));
    return !vscode.workspace.isTrusted && folder === undefined;
  }

  #uriOf(path: string): vscode.Uri {
    return fileUri(this.#base, path);
  }
}

/** The file at a path of the file system that `base` is in; `base` itself at its own. */
export function fileUri(base: vscode.Uri, path: string): vscode.Uri {
  if (path === pathOf(base)) return base;
  const folder = folderOf(base);
  return folder.scheme === 'file' ? vscode.Uri.file(path) : folder.with({ path });
}

/** Path of the workspace folder that a document is in; one that was never saved is in the first. */
export function rootOf(uri: vscode.Uri): string | null {
  const folder = vscode.workspace.getWorkspaceFolder(folderOf(uri));
  return folder === undefined ? null : pathOf(folder.uri);
}

function kindOf(type: vscode.FileType): FileFacts['kind'] {
  if ((type & vscode.FileType.Directory) !== 0) return 'folder';
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'other';
}
