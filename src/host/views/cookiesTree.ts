import * as vscode from 'vscode';
import type { CookieSelection, CookieView } from '../../protocol/cookies.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { Throttle } from '../lifetime/throttle.ts';
import { t } from '../translate.ts';

const refreshMs = 500;
const hidden = '••••••';

/** A domain of one environment, or one of its cookies. */
export type CookieNode = CookieDomain | { cookie: CookieView };

interface CookieDomain {
  domain: string;
  environment: string | null;
  cookies: CookieView[];
}

/** The cookies that requests send, by domain; their values are hidden until secrets are shown. */
export class CookiesTree implements vscode.TreeDataProvider<CookieNode> {
  readonly #engine: EngineHost;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<CookieNode>;
  readonly #refresh = this.#store.add(
    // A view that is hidden is read by VS Code when it is shown, and not before.
    new Throttle(refreshMs, () => this.#changed.fire(undefined)),
  );

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(engine: EngineHost) {
    this.#engine = engine;
    this.#view = vscode.window.createTreeView<CookieNode>('wirebook.cookies', {
      treeDataProvider: this,
    });
    this.#store.add(this.#view);
    const refresh = (): void => this.#refresh.request();
    this.#store.add(engine.onDidChange(refresh));
    this.#store.add(engine.onDidCrash(refresh));
    this.#store.add(engine.onDidChangeSecrets(refresh));
  }

  async getChildren(node?: CookieNode): Promise<CookieNode[]> {
    if (node === undefined) return byDomain((await this.#engine.running?.cookies()) ?? []);
    return 'cookies' in node ? node.cookies.map((cookie) => ({ cookie })) : [];
  }

  getTreeItem(node: CookieNode): vscode.TreeItem {
    return 'cookies' in node ? domainItem(node) : cookieItem(node.cookie);
  }

  /** Forgets a domain's cookies or one cookie; without a node what is selected. */
  async delete(node: CookieNode | undefined): Promise<void> {
    const wanted = node === undefined ? this.#view.selection : [node];
    for (const each of wanted) await this.#engine.running?.deleteCookies(selectionOf(each));
    this.#changed.fire(undefined);
  }

  /** Forgets all cookies of all environments. */
  async deleteAll(): Promise<void> {
    await this.#engine.running?.deleteCookies({});
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function byDomain(cookies: CookieView[]): CookieDomain[] {
  const domains = new Map<string, CookieDomain>();
  for (const cookie of cookies) {
    const { domain, environment } = cookie;
    const key = JSON.stringify([domain, environment]);
    const known = domains.get(key);
    if (known === undefined) domains.set(key, { domain, environment, cookies: [cookie] });
    else known.cookies.push(cookie);
  }
  return [...domains.values()];
}

function selectionOf(node: CookieNode): CookieSelection {
  if ('cookies' in node) return { domain: node.domain, environment: node.environment };
  const { domain, environment, path, name } = node.cookie;
  return { domain, environment, path, name };
}

function domainItem({ domain, environment, cookies }: CookieDomain): vscode.TreeItem {
  const item = new vscode.TreeItem(domain, vscode.TreeItemCollapsibleState.Expanded);
  const count = cookies.length === 1 ? t('1 cookie') : t('{0} cookies', String(cookies.length));
  item.id = JSON.stringify([domain, environment]);
  item.description = [environment, count].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon('globe');
  item.contextValue = 'domain';
  return item;
}

function cookieItem(cookie: CookieView): vscode.TreeItem {
  const item = new vscode.TreeItem(cookie.name);
  item.id = JSON.stringify([cookie.domain, cookie.environment, cookie.path, cookie.name]);
  item.description = cookie.value ?? hidden;
  item.tooltip = tooltipOf(cookie);
  item.iconPath = new vscode.ThemeIcon('symbol-key');
  item.contextValue = 'cookie';
  return item;
}

/** The attributes by the names that servers write (RFC 6265 §4.1.2). */
function tooltipOf(cookie: CookieView): string {
  const { domain, path, expires, secure, httpOnly, hostOnly, sameSite } = cookie;
  return [
    `${cookie.name}=${cookie.value ?? hidden}`,
    hostOnly ? t('for {0} only', domain) : t('for {0} and the hosts below it', domain),
    `Path=${path}`,
    expires === null ? t('until the session ends') : `Expires=${expires}`,
    [secure ? 'Secure' : '', httpOnly ? 'HttpOnly' : '', sameSite ? `SameSite=${sameSite}` : '']
      .filter(Boolean)
      .join('; '),
  ]
    .filter(Boolean)
    .join('\n');
}
