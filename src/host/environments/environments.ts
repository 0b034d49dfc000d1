import * as vscode from 'vscode';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { requestLanguages } from '../documents/requestDocuments.ts';
import { defaultEnvironment } from '../settings.ts';
import { t } from '../translate.ts';

const stateKey = 'wirebook.environment';

/** Which environment is chosen in this window, and the language status that says so. */
export class EnvironmentChoice {
  readonly #state: vscode.Memento;
  readonly #store = new DisposableStore();
  readonly #status: vscode.LanguageStatusItem;
  #unresolvedCount = 0;
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  /** Another environment is chosen, or a setting or the trust in the workspace has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#status = this.#store.add(
      vscode.languages.createLanguageStatusItem('wirebook.environment', requestLanguages),
    );
    this.#status.name = t('Wirebook Environment');
    this.#status.command = { command: 'wirebook.selectEnvironment', title: t('Select') };
    this.#store.add(vscode.workspace.onDidChangeConfiguration(() => this.#update()));
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#show();
  }

  /** What the language status says. */
  get status(): { text: string; detail: string } {
    const { text, detail = '' } = this.#status;
    return { text, detail };
  }

  /** Says how many references of the active document have no value. */
  showUnresolved(count: number): void {
    if (count !== this.#unresolvedCount) {
      this.#unresolvedCount = count;
      this.#show();
    }
  }

  /** The environment for a file; `null` is none. An empty choice is a choice too. */
  current(scope?: vscode.Uri): string | null {
    const chosen = this.#state.get<string>(stateKey);
    return chosen === undefined ? defaultEnvironment(scope) : chosen || null;
  }

  async choose(environment: string | null): Promise<void> {
    await this.#state.update(stateKey, environment ?? '');
    this.#update();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    this.#show();
    this.#changed.fire();
  }

  #show(): void {
    const { isTrusted } = vscode.workspace;
    const isWhole = isTrusted && this.#unresolvedCount === 0;
    this.#status.text =
      this.current(vscode.window.activeTextEditor?.document.uri) ?? t('No environment');
    this.#status.detail = isTrusted ? this.#detail() : t('Restricted Mode: nothing is sent');
    this.#status.severity = isWhole
      ? vscode.LanguageStatusSeverity.Information
      : vscode.LanguageStatusSeverity.Warning;
  }

  #detail(): string {
    const count = this.#unresolvedCount;
    if (count === 0) {
      return t('Environment');
    }
    return count === 1
      ? t('Environment · 1 variable without a value')
      : t('Environment · {0} variables without a value', String(count));
  }
}
