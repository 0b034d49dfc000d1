import * as vscode from 'vscode';
import type { OAuthWorld } from '../../core/auth/oauth/oauthClient.ts';
import type { OAuthConfig } from '../../core/auth/oauth/oauthConfig.ts';
import { tokenExchange } from '../../core/auth/oauth/tokenExchange.ts';
import type { TokenAnswer, TokenRequest } from '../../core/auth/oauth/tokenRequest.ts';
import type { TokenSet, TokenStore } from '../../core/auth/oauth/tokenSet.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { t } from '../translate.ts';

const storageKey = 'wirebook.tokens';

/** How requests of this window get OAuth 2 tokens: kept in the secret storage, pages opened in the browser. */
export class HostOAuth implements OAuthWorld {
  readonly store: SecretTokens;
  readonly #engine: EngineHost;
  #stop = new AbortController();

  constructor(engine: EngineHost, secrets: vscode.SecretStorage) {
    this.#engine = engine;
    this.store = new SecretTokens(secrets);
  }

  get signal(): AbortSignal {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
    return this.#stop.signal;
  }

  async send(request: TokenRequest, config: OAuthConfig): Promise<TokenAnswer> {
    return this.#engine.start().requestToken(tokenExchange(request, config, '', {}));
  }

  /** VS Code forwards a port of the remote machine that we run on. */
  async reachable(url: string): Promise<string> {
    if (vscode.env.remoteName === undefined) return url;
    const reached = await vscode.env.asExternalUri(vscode.Uri.parse(url));
    return reached.toString(true);
  }

  async open(url: string, userCode: string | null, done: Promise<unknown>): Promise<void> {
    if (userCode !== null) await vscode.env.clipboard.writeText(userCode);
    // A string is opened as it stands; a Uri would lose the encoding of its parameters.
    await vscode.env.openExternal(url as unknown as vscode.Uri);
    const title =
      userCode === null
        ? t('Sign in in the browser: {0}', new URL(url).host)
        : t('Sign in in the browser with the code {0}; it is on the clipboard', userCode);
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (_progress, token) => {
      token.onCancellationRequested(() => this.#stop.abort());
      return done.then(
        () => undefined,
        () => undefined,
      );
    });
  }
}

/** Tokens in VS Code's secret storage, all under one key so that they can be forgotten together. */
class SecretTokens implements TokenStore {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async get(key: string): Promise<TokenSet | undefined> {
    return (await this.#all())[key];
  }

  async set(key: string, tokens: TokenSet): Promise<void> {
    const all = { ...(await this.#all()), [key]: tokens };
    await this.#secrets.store(storageKey, JSON.stringify(all));
  }

  async clear(): Promise<void> {
    await this.#secrets.delete(storageKey);
  }

  async #all(): Promise<Record<string, TokenSet>> {
    const text = await this.#secrets.get(storageKey);
    // Written by `set` alone.
    return text === undefined ? {} : (JSON.parse(text) as Record<string, TokenSet>);
  }
}
