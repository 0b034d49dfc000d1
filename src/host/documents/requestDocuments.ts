import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import { EditedRequestFile } from '../../core/request-file/editedRequestFile.ts';
import { markdownFences } from '../../core/request-file/markdownFences.ts';
import { parseRequestFile } from '../../core/request-file/parseRequestFile.ts';
import { requestsToSend } from '../../core/request-file/runRules.ts';
import { findRequest, requestsOf } from '../../core/request-file/requestFile.ts';
import type { RequestBlockWithRequest, RequestFile } from '../../core/request-file/requestFile.ts';

/** Documents that hold requests, whatever their scheme. */
export const requestLanguages = [{ language: 'http' }, { language: 'ws' }];

/** True for a document that holds requests. */
export function isRequestDocument(document: vscode.TextDocument): boolean {
  return vscode.languages.match(requestLanguages, document) > 0;
}

/** Documents whose requests can be sent: request files, and Markdown with requests in fences. */
export const sendableLanguages: vscode.DocumentSelector = [
  ...requestLanguages,
  { language: 'markdown' },
];

/** True for a document whose requests can be sent. */
export function isSendableDocument(document: vscode.TextDocument): boolean {
  return vscode.languages.match(sendableLanguages, document) > 0;
}

/** A request and the tree that it is in. */
export interface PlacedRequest {
  file: RequestFile;
  block: RequestBlockWithRequest;
}

/** A tree and the lines of the document that it stands in, from 0; `endLine` exclusive. */
interface PlacedTree {
  file: RequestFile;
  startLine: number;
  endLine: number;
}

/** What is known of an open document. */
interface KnownDocument {
  version: number;
  trees: PlacedTree[];
  edited: EditedRequestFile;
}

/** The trees of open request files; of each version only what has changed is read, and only once. */
export class RequestDocuments implements Disposable {
  readonly #trees = new Map<string, KnownDocument>();
  readonly #closing: vscode.Disposable;

  constructor() {
    this.#closing = vscode.workspace.onDidCloseTextDocument((document) => {
      this.#trees.delete(document.uri.toString());
    });
  }

  /** The tree of a request file. */
  tree(document: vscode.TextDocument): RequestFile {
    const [file] = this.trees(document);
    return file ?? parseRequestFile('', { path: pathOf(document.uri) });
  }

  /** The trees of a document: one of a request file, one of each fence of a Markdown text. */
  trees(document: vscode.TextDocument): RequestFile[] {
    return this.#placedTrees(document).map(({ file }) => file);
  }

  /** The tree that a line (from 0) belongs to; `null` outside of the fences of a Markdown text. */
  treeAt(document: vscode.TextDocument, line: number): RequestFile | null {
    const placed = this.#placedTrees(document).find(
      ({ startLine, endLine }) => startLine <= line && line < endLine,
    );
    return placed?.file ?? null;
  }

  /** All requests of a document, also those in the fences of a Markdown text. */
  requests(document: vscode.TextDocument): PlacedRequest[] {
    return this.trees(document).flatMap((file) =>
      requestsOf(file).map((block) => ({ file, block })),
    );
  }

  /** Those that are sent when all are. */
  requestsToSend(document: vscode.TextDocument): PlacedRequest[] {
    return this.trees(document).flatMap((file) =>
      requestsToSend(file).map((block) => ({ file, block })),
    );
  }

  /** The request whose block holds a line (from 0). */
  requestAt(document: vscode.TextDocument, line: number): PlacedRequest | undefined {
    for (const file of this.trees(document)) {
      const block = findRequest(file, { line: line + 1 });
      if (block !== undefined) {
        return { file, block };
      }
    }
    return undefined;
  }

  dispose(): void {
    this.#closing.dispose();
    this.#trees.clear();
  }

  #placedTrees(document: vscode.TextDocument): PlacedTree[] {
    const key = document.uri.toString();
    const known = this.#trees.get(key);
    if (known?.version === document.version) {
      return known.trees;
    }
    const edited = known?.edited ?? new EditedRequestFile(pathOf(document.uri));
    const trees = treesOf(document, edited);
    this.#trees.set(key, { version: document.version, trees, edited });
    return trees;
  }
}

function treesOf(document: vscode.TextDocument, edited: EditedRequestFile): PlacedTree[] {
  const text = document.getText();
  if (document.languageId !== 'markdown') {
    return [{ file: edited.update(text), startLine: 0, endLine: Infinity }];
  }
  return markdownFences(text, { path: pathOf(document.uri) }).map(({ file, line, endLine }) => ({
    file,
    startLine: line,
    endLine,
  }));
}

/** How a file is called in the recording and in requests: its path, on disk or in its file system. */
export function pathOf(uri: vscode.Uri): string {
  const isNew = uri.scheme === 'untitled' && !uri.path.startsWith('/');
  const place = isNew ? vscode.Uri.joinPath(folderOf(uri), uri.path) : uri;
  return place.scheme === 'file' ? place.fsPath : place.path;
}

/** A place in the file system of a document: itself, or the first workspace folder where it was never saved. */
export function folderOf(uri: vscode.Uri): vscode.Uri {
  if (uri.scheme !== 'untitled') return uri;
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
}
