import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import { parseRequestFile } from '../../core/request-file/parseRequestFile.ts';
import type { RequestFile } from '../../core/request-file/requestFile.ts';

/** Documents that hold requests, whatever their scheme. */
export const requestLanguages: vscode.DocumentSelector = [{ language: 'http' }, { language: 'ws' }];

/** True for a document that holds requests. */
export function isRequestDocument(document: vscode.TextDocument): boolean {
  return vscode.languages.match(requestLanguages, document) > 0;
}

/** The trees of open request files, each version parsed once. */
export class RequestDocuments implements Disposable {
  readonly #trees = new Map<string, { version: number; file: RequestFile }>();
  readonly #closing: vscode.Disposable;

  constructor() {
    this.#closing = vscode.workspace.onDidCloseTextDocument((document) => {
      this.#trees.delete(document.uri.toString());
    });
  }

  tree(document: vscode.TextDocument): RequestFile {
    const key = document.uri.toString();
    const known = this.#trees.get(key);
    if (known?.version === document.version) {
      return known.file;
    }
    const file = parseRequestFile(document.getText(), { path: pathOf(document.uri) });
    this.#trees.set(key, { version: document.version, file });
    return file;
  }

  dispose(): void {
    this.#closing.dispose();
    this.#trees.clear();
  }
}

/** How a file is called in the recording and in requests: its path, on disk or in its file system. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.path;
}
