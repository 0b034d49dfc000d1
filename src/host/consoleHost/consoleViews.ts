import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import type { ConsoleMode } from '../../protocol/console.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { t } from '../translate.ts';
import { consoleHtml, consoleOptions } from './consoleHtml.ts';
import { ConsolePage } from './consolePage.ts';
import type { ConsoleParts } from './consolePage.ts';

const viewType = 'wirebook.console';
const panelType = 'wirebook.consolePanel';

/** The places where the console stands: one view in the side bar, and any number of editors. */
export class ConsoleViews implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer {
  readonly #distFolder: vscode.Uri;
  readonly #icon: vscode.Uri;
  readonly #parts: ConsoleParts;
  readonly #store = new DisposableStore();
  readonly #pages = new Set<ConsolePage>();
  #view: vscode.WebviewView | null = null;
  #viewPage: ConsolePage | null = null;
  /** What a view is to show that VS Code makes later: its command that opens one does not wait for it. */
  #mode: ConsoleMode | null = null;

  constructor(extensionUri: vscode.Uri, parts: ConsoleParts) {
    this.#distFolder = vscode.Uri.joinPath(extensionUri, 'dist');
    this.#icon = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    this.#parts = parts;
    this.#store.add(vscode.window.registerWebviewViewProvider(viewType, this));
    this.#store.add(vscode.window.registerWebviewPanelSerializer(panelType, this));
  }

  /** Shows the console without taking the focus from the editor. */
  async reveal(mode: ConsoleMode): Promise<void> {
    this.#mode = this.#viewPage === null ? mode : null;
    if (this.#view === null) {
      await vscode.commands.executeCommand(`${viewType}.focus`, { preserveFocus: true });
    } else {
      this.#view.show(true);
    }
    this.#viewPage?.show(mode);
  }

  /** Shows the console and moves the focus into it. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${viewType}.focus`);
    this.#viewPage?.focus('log');
  }

  openInEditor(): void {
    const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(panelType, t('Wirebook Console'), options);
    this.#adoptPanel(panel);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const page = this.#load(view.webview, { inEditor: false, isVisible: () => view.visible });
    this.#viewPage = page;
    if (this.#mode !== null) {
      page.show(this.#mode);
    }
    view.onDidChangeVisibility(() => page.resync());
    view.onDidDispose(() => {
      this.#view = null;
      this.#viewPage = null;
      this.#forget(page);
    });
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adoptPanel(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#store.dispose();
    this.#pages.forEach((page) => page.dispose());
    this.#pages.clear();
  }

  #adoptPanel(panel: vscode.WebviewPanel): void {
    panel.iconPath = this.#icon;
    const page = this.#load(panel.webview, { inEditor: true, isVisible: () => panel.visible });
    panel.onDidChangeViewState(() => page.resync());
    panel.onDidDispose(() => this.#forget(page));
  }

  #load(
    webview: vscode.Webview,
    place: { inEditor: boolean; isVisible: () => boolean },
  ): ConsolePage {
    const page = new ConsolePage({ webview, ...place }, this.#parts);
    this.#pages.add(page);
    webview.options = consoleOptions(this.#distFolder);
    webview.html = consoleHtml(webview, this.#distFolder);
    return page;
  }

  #forget(page: ConsolePage & Disposable): void {
    this.#pages.delete(page);
    page.dispose();
  }
}
