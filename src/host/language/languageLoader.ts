import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import { isRequestDocument } from '../documents/requestDocuments.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import type { LanguageParts } from './languageParts.ts';

/** Loads what helps to write request files with the first one that is open; activation does without it. */
export class LanguageLoader implements Disposable {
  readonly #parts: LanguageParts;
  readonly #store = new DisposableStore();
  readonly #opening: vscode.Disposable;
  #loading = false;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    this.#opening = this.#store.add(
      vscode.workspace.onDidOpenTextDocument((document) => this.#loadFor(document)),
    );
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

  dispose(): void {
    this.#store.dispose();
  }

  #loadFor(document: vscode.TextDocument): void {
    if (this.#loading || !isRequestDocument(document)) {
      return;
    }
    this.#loading = true;
    this.#opening.dispose();
    this.#load().catch((error: unknown) => {
      this.#parts.log.error('The language features could not be loaded.', error);
    });
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
