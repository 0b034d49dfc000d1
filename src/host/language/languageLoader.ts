import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import { isRequestDocument, isSendableDocument } from '../documents/requestDocuments.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import type { LanguageParts } from './languageParts.ts';

/** Loads what helps to write request files with the first one that is open; activation does without it. */
export class LanguageLoader implements Disposable {
  readonly #parts: LanguageParts;
  readonly #store = new DisposableStore();
  readonly #opening = this.#store.add(new DisposableStore());
  #loading = false;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    const { workspace } = vscode;
    this.#opening.add(workspace.onDidOpenTextDocument((document) => this.#loadFor(document)));
    this.#opening.add(workspace.onDidChangeTextDocument(({ document }) => this.#loadFor(document)));
    vscode.workspace.textDocuments.forEach((document) => this.#loadFor(document));
  }

  /** Copies a request for another program. */
  async copyRequest(...request: Parameters<Features['copyRequest']>): Promise<void> {
    await (await features()).copyRequest(...request);
  }

  /** Makes a request of the curl command in the clipboard. */
  async pasteCurl(): Promise<void> {
    await (await features()).pasteCurl(this.#parts);
  }

  /** Opens an untitled file with a request to fill in. */
  async newRequestFile(): Promise<void> {
    await (await features()).newRequestFile();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #loadFor(document: vscode.TextDocument): void {
    if (this.#loading || !this.#hasRequests(document)) {
      return;
    }
    this.#loading = true;
    this.#opening.dispose();
    this.#load().catch((error: unknown) => {
      this.#parts.log.error('The language features could not be loaded.', error);
    });
  }

  /** A Markdown text has some only in its fences. */
  #hasRequests(document: vscode.TextDocument): boolean {
    if (isRequestDocument(document)) {
      return true;
    }
    return isSendableDocument(document) && this.#parts.documents.trees(document).length > 0;
  }

  async #load(): Promise<void> {
    const { register } = await features();
    this.#store.add(register(this.#parts));
  }
}

type Features = Awaited<ReturnType<typeof features>>;

/** The functions of the bundle, which is loaded once. */
async function features() {
  const { languageFeatures } = await import('./languageFeatures.ts');
  return languageFeatures;
}
