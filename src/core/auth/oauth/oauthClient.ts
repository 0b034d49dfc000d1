import { createHash, randomBytes } from 'node:crypto';
import { DeviceFlow } from './deviceFlow.ts';
import { receiveCode } from './loopbackRedirect.ts';
import type { FormField, OAuthConfig } from './oauthConfig.ts';
import { jsonOf, refused, tokensOf } from './tokenAnswer.ts';
import type { TokenAnswer, TokenRequest } from './tokenRequest.ts';
import { tokenRequest } from './tokenRequest.ts';
import type { TokenSet, TokenStore } from './tokenSet.ts';

/** A token that ends sooner is asked for anew: the request must still arrive with it. */
const reserveMs = 10_000;

/** What asking for tokens needs of the world. */
export interface OAuthWorld {
  store: TokenStore;
  /** Sends a request as an exchange of its own, with the tokens in its answer masked. */
  send(request: TokenRequest, config: OAuthConfig): Promise<TokenAnswer>;
  /**
   * Shows the user a page of the authorization server, and the code to type in there, if there is one; `done` settles
   * when there is nothing to wait for any more.
   */
  open(url: string, userCode: string | null, done: Promise<unknown>): Promise<void>;
  /** Where the user's browser, which may run on another machine, reaches a URL of this one. */
  reachable(url: string): Promise<string>;
  /** Aborted when the user does not want to wait any more. */
  signal: AbortSignal;
}

const clients = new WeakMap<OAuthWorld, OAuthClient>();

/**
 * The tokens of a configuration; asked for once, however many wait for them. `isNew` does without those that are kept.
 * Rejects with `WB_OAUTH_…`.
 */
export function requestTokens(
  world: OAuthWorld,
  config: OAuthConfig,
  isNew = false,
): Promise<TokenSet> {
  const client = clients.get(world) ?? new OAuthClient(world);
  clients.set(world, client);
  return client.token(config, isNew);
}

/** Gets tokens: kept ones while they hold, then refreshed ones, then new ones. */
class OAuthClient {
  readonly #world: OAuthWorld;
  readonly #pending = new Map<string, Promise<TokenSet>>();

  constructor(world: OAuthWorld) {
    this.#world = world;
  }

  token(config: OAuthConfig, isNew: boolean): Promise<TokenSet> {
    const key = keyOf(config);
    const pending = this.#pending.get(key) ?? this.#get(key, config, isNew);
    this.#pending.set(key, pending);
    const forget = (): boolean => this.#pending.delete(key);
    pending.then(forget, forget);
    return pending;
  }

  async #get(key: string, config: OAuthConfig, isNew: boolean): Promise<TokenSet> {
    const { store } = this.#world;
    const kept = isNew ? undefined : await store.get(key);
    if (kept !== undefined && holds(kept)) return kept;
    const refreshed = await this.#refresh(config, kept?.refreshToken ?? '');
    const tokens = refreshed ?? (await this.#begin(config));
    await store.set(key, tokens);
    return tokens;
  }

  async #begin(config: OAuthConfig): Promise<TokenSet> {
    const done = Promise.withResolvers<void>();
    try {
      return await this.#grant(config, done.promise);
    } finally {
      done.resolve();
    }
  }

  /** `null` where there is nothing to refresh with, or the server refuses: then it begins anew. */
  async #refresh(config: OAuthConfig, refreshToken: string): Promise<TokenSet | null> {
    if (refreshToken === '') return null;
    const fields: FormField[] = [
      ['grant_type', 'refresh_token'],
      ['refresh_token', refreshToken],
    ];
    const answer = await this.#post(config, config.tokenUrl, fields);
    if (answer.status !== 200) return null;
    const tokens = tokensOf(config, answer);
    return { ...tokens, refreshToken: tokens.refreshToken || refreshToken };
  }

  #grant(config: OAuthConfig, done: Promise<unknown>): Promise<TokenSet> {
    switch (config.grant) {
      case 'client_credentials':
        return this.#ask(config, [['grant_type', 'client_credentials']]);
      case 'password':
        return this.#ask(config, [
          ['grant_type', 'password'],
          ['username', config.username],
          ['password', config.password],
        ]);
      case 'authorization_code':
        return this.#authorizationCode(config, done);
      case 'device_code':
        return this.#deviceCode(config, done);
    }
  }

  /** RFC 6749 §4.1, RFC 7636, and RFC 8252 §7.3 for the way back. */
  async #authorizationCode(config: OAuthConfig, done: Promise<unknown>): Promise<TokenSet> {
    const verifier = config.pkce === null ? '' : randomBytes(32).toString('base64url');
    const state = randomBytes(16).toString('base64url');
    const { code, redirectUrl } = await receiveCode(config, state, this.#world, (redirect) => {
      const url = new URL(config.authUrl);
      const fields: FormField[] = [
        ['response_type', 'code'],
        ['client_id', config.clientId],
        ['redirect_uri', redirect],
        ['scope', config.scope],
        ['state', state],
        ...challengeFields(config, verifier),
        ...config.authFields,
      ];
      for (const [name, value] of fields) if (value !== '') url.searchParams.append(name, value);
      return this.#world.open(url.href, null, done);
    });
    return this.#ask(config, [
      ['grant_type', 'authorization_code'],
      ['code', code],
      ['redirect_uri', redirectUrl],
      ['code_verifier', verifier],
    ]);
  }

  async #deviceCode(config: OAuthConfig, done: Promise<unknown>): Promise<TokenSet> {
    const answer = await this.#post(config, config.deviceUrl, [
      ['scope', config.scope],
      ...config.authFields,
    ]);
    if (answer.status !== 200) throw refused(config, answer);
    const flow = new DeviceFlow(config, jsonOf(answer), this.#world.signal);
    await this.#world.open(flow.verificationUrl, flow.userCode, done);
    return flow.poll((fields) =>
      this.#post(config, config.tokenUrl, [...fields, ...config.tokenFields]),
    );
  }

  async #ask(config: OAuthConfig, fields: FormField[]): Promise<TokenSet> {
    const isCode = config.grant === 'authorization_code';
    const scope: FormField[] = isCode ? [] : [['scope', config.scope]];
    const all = [...fields, ...scope, ...config.tokenFields];
    const answer = await this.#post(config, config.tokenUrl, all);
    if (answer.status !== 200) throw refused(config, answer);
    return tokensOf(config, answer);
  }

  #post(config: OAuthConfig, url: string, fields: FormField[]): Promise<TokenAnswer> {
    return this.#world.send(tokenRequest(url, config, fields), config);
  }
}

function challengeFields({ pkce }: OAuthConfig, verifier: string): FormField[] {
  if (pkce === null) return [];
  const hash = createHash('sha256').update(verifier).digest('base64url');
  return [
    ['code_challenge', pkce === 'S256' ? hash : verifier],
    ['code_challenge_method', pkce],
  ];
}

function holds({ expiresAtMs }: TokenSet): boolean {
  return expiresAtMs === null || expiresAtMs > Date.now() + reserveMs;
}

/** Tokens are for one way of asking: another scope, user or secret gets its own. */
function keyOf(config: OAuthConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('base64url');
}
