import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { shiftLine } from './lineShift.ts';

/** The request line of an exchange: a document, and a line of it counted from 0. */
export interface Anchor {
  uri: vscode.Uri;
  line: number;
}

/** Remembers which request each exchange came from while lines are inserted and removed above it. */
export class Anchors implements Disposable {
  readonly #byExchange = new Map<number, Anchor>();
  readonly #store = new DisposableStore();

  constructor() {
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        contentChanges.forEach((change) => this.#shift(document.uri.toString(), change));
      }),
    );
    this.#store.add(
      vscode.workspace.onDidRenameFiles(({ files }) => {
        files.forEach(({ oldUri, newUri }) => this.#rename(oldUri.toString(), newUri));
      }),
    );
  }

  set(exchange: number, anchor: Anchor): void {
    this.#byExchange.set(exchange, { ...anchor });
  }

  get(exchange: number): Anchor | undefined {
    return this.#byExchange.get(exchange);
  }

  delete(exchange: number): void {
    this.#byExchange.delete(exchange);
  }

  clear(): void {
    this.#byExchange.clear();
  }

  /** The latest exchange of each request line of a document. */
  latestByLine(uri: vscode.Uri): Map<number, number> {
    const key = uri.toString();
    const latest = new Map<number, number>();
    for (const [exchange, anchor] of this.#byExchange) {
      if (anchor.uri.toString() === key) {
        latest.set(anchor.line, Math.max(exchange, latest.get(anchor.line) ?? exchange));
      }
    }
    return latest;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #shift(key: string, { range, text }: vscode.TextDocumentContentChangeEvent): void {
    const { start, end } = range;
    const change = {
      startLine: start.line,
      startCharacter: start.character,
      endLine: end.line,
      endCharacter: end.character,
      text,
    };
    for (const [exchange, anchor] of this.#byExchange) {
      if (anchor.uri.toString() === key) {
        const line = shiftLine(anchor.line, change);
        if (line === null) {
          this.#byExchange.delete(exchange);
        } else {
          anchor.line = line;
        }
      }
    }
  }

  #rename(key: string, uri: vscode.Uri): void {
    for (const anchor of this.#byExchange.values()) {
      if (anchor.uri.toString() === key) {
        anchor.uri = uri;
      }
    }
  }
}
