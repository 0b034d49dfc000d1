import type * as vscode from 'vscode';

const prefix = 'variable:';

/** The secrets that request files ask for with `{{$secret name}}`, in VS Code's encrypted storage. */
export class SecretStore {
  readonly #storage: vscode.SecretStorage;

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
  }

  async get(name: string): Promise<string | undefined> {
    return this.#storage.get(prefix + name);
  }

  async set(name: string, value: string): Promise<void> {
    await this.#storage.store(prefix + name, value);
  }

  async forget(name: string): Promise<void> {
    await this.#storage.delete(prefix + name);
  }

  /** In alphabetical order. */
  async names(): Promise<string[]> {
    const keys = await this.#storage.keys();
    const own = keys.filter((key) => key.startsWith(prefix));
    return own.map((key) => key.slice(prefix.length)).toSorted();
  }
}
