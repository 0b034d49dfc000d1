import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { requestTokens } from '../../../src/core/auth/oauth/oauthClient.ts';
import type { OAuthWorld } from '../../../src/core/auth/oauth/oauthClient.ts';
import type { OAuthConfig } from '../../../src/core/auth/oauth/oauthConfig.ts';
import { tokenExchange } from '../../../src/core/auth/oauth/tokenExchange.ts';
import type { TokenSet } from '../../../src/core/auth/oauth/tokenSet.ts';
import { TokenMemory } from '../../../src/core/auth/oauth/tokenSet.ts';
import { WireError } from '../../../src/core/errors/wireError.ts';
import { LocalEngine } from '../../../src/engine/localEngine.ts';
import { holdingRelay } from '../../support/holdingRelay.ts';
import { oauthlibIsMissing, startOauthlib } from '../../support/oauthlibServer.ts';
import { signIn, startOidcServer } from '../../support/oidcServer.ts';
import type { OidcServer } from '../../support/oidcServer.ts';

const secret = 'very secret: service';

function configFor(
  { issuer }: Pick<OidcServer, 'issuer'>,
  changes: Partial<OAuthConfig>,
): OAuthConfig {
  return {
    name: 'test',
    grant: 'client_credentials',
    tokenUrl: `${issuer}/token`,
    authUrl: `${issuer}/auth`,
    deviceUrl: `${issuer}/device/auth`,
    redirectUrl: '',
    clientId: 'service',
    clientSecret: '',
    secretIn: 'header',
    scope: '',
    username: '',
    password: '',
    pkce: null,
    authFields: [],
    tokenFields: [],
    ...changes,
  };
}

interface Visitor {
  engine: LocalEngine;
  client: { token(config: OAuthConfig): Promise<TokenSet> };
  store: TokenMemory;
  /** Pages that were opened. */
  opened: string[];
  stop: AbortController;
}

/** A client whose user signs in on every page that opens. */
function startClient(
  t: TestContext,
  visit: (url: string, userCode: string | null) => Promise<unknown> = signIn,
  reachable: OAuthWorld['reachable'] = (url) => Promise.resolve(url),
): Visitor {
  const engine = new LocalEngine();
  t.after(() => engine.dispose());
  const opened: string[] = [];
  const store = new TokenMemory();
  const stop = new AbortController();
  const world: OAuthWorld = {
    store,
    signal: stop.signal,
    send: (request, config) => engine.requestToken(tokenExchange(request, config, 'a.http', {})),
    reachable,
    open: async (url, userCode) => {
      opened.push(url);
      void visit(url, userCode);
    },
  };
  const client = { token: (config: OAuthConfig) => requestTokens(world, config) };
  return { engine, client, store, opened, stop };
}

async function failureOf(promise: Promise<unknown>): Promise<WireError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WireError, String(error));
  return error;
}

describe('OAuth 2 against oidc-provider', () => {
  test('client credentials: a token, kept until it ends, and an exchange with its secrets masked', async (t) => {
    const server = await startOidcServer(t);
    const { client, engine } = startClient(t);
    const config = configFor(server, { clientSecret: secret, scope: 'api' });
    const [first, second] = await Promise.all([client.token(config), client.token(config)]);
    assert.equal((await client.token(config)).accessToken, first.accessToken);
    assert.equal(second.accessToken, first.accessToken);
    assert.deepEqual(server.requests, ['POST /token']);
    const [summary] = await engine.summaries();
    const { events } = await engine.events(summary!.id, 0, 1000);
    const shown = JSON.stringify(events);
    assert.ok(shown.includes('"name":"OAuth 2: test"'));
    assert.ok(shown.includes('access_token'));
    for (const hidden of [first.accessToken, secret, encodeURIComponent(secret)]) {
      assert.ok(!shown.includes(hidden), hidden);
    }
    for (const row of [0, 1]) {
      const ref = { exchange: summary!.id, of: 'row', source: 'wire', row } as const;
      const { bytes } = await engine.payload(ref, 0, 100_000);
      const text = Buffer.from(bytes).toString('latin1');
      assert.ok(text.length > 0);
      assert.ok(!text.includes(first.accessToken) && !text.includes(encodeURIComponent(secret)));
    }
  });

  test('a wrong secret is refused with the words of the server', async (t) => {
    const server = await startOidcServer(t);
    const { client } = startClient(t);
    const failure = await failureOf(client.token(configFor(server, { clientSecret: 'wrong' })));
    assert.equal(failure.code, 'WB_OAUTH_REFUSED');
    assert.match(failure.params['reason'] ?? '', /^invalid_client/);
    assert.equal(failure.params['host'], new URL(server.issuer).host);
  });

  test('a server that is not there is a refusal too', async (t) => {
    const server = await startOidcServer(t);
    const { client } = startClient(t);
    const failure = await failureOf(
      client.token(configFor(server, { tokenUrl: 'http://127.0.0.1:1/token' })),
    );
    assert.deepEqual(
      [failure.code, failure.params['reason']],
      ['WB_OAUTH_REFUSED', 'WB_TCP_REFUSED'],
    );
  });

  test('authorization code with PKCE: the browser comes back to this machine', async (t) => {
    const server = await startOidcServer(t);
    const { client, opened, store } = startClient(t);
    const config = configFor(server, {
      grant: 'authorization_code',
      clientId: 'app',
      scope: 'openid offline_access',
      pkce: 'S256',
      authFields: [['prompt', 'consent']],
    });
    const tokens = await client.token(config);
    assert.ok(tokens.accessToken.length > 20);
    assert.equal(tokens.idToken.split('.').length, 3);
    const page = new URL(opened[0] ?? '');
    assert.equal(page.searchParams.get('code_challenge_method'), 'S256');
    assert.match(page.searchParams.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/$/);

    await expire(store, tokens);
    const refreshed = await client.token(config);
    assert.notEqual(refreshed.accessToken, tokens.accessToken);
    assert.equal(opened.length, 1);
  });

  test('a browser on another machine comes back over a port that is forwarded', async (t) => {
    const server = await startOidcServer(t);
    const ports: [local: string, forwarded: number][] = [];
    const { client, opened } = startClient(t, signIn, async (url) => {
      const { port } = new URL(url);
      const forwarded = await holdingRelay(t, Number(port), 0);
      ports.push([port, forwarded]);
      return url.replace(port, String(forwarded));
    });
    const tokens = await client.token(
      configFor(server, {
        grant: 'authorization_code',
        clientId: 'app',
        scope: 'openid',
        pkce: 'S256',
      }),
    );
    assert.ok(tokens.accessToken.length > 20);
    const redirect = new URL(opened[0] ?? '').searchParams.get('redirect_uri');
    assert.equal(redirect, `http://127.0.0.1:${ports[0]?.[1]}/`);
  });

  test('a browser that brings back an error, or another state, gives no token', async (t) => {
    const server = await startOidcServer(t);
    const visits: number[] = [];
    const { client } = startClient(t, async (url) => {
      const asked = new URL(url).searchParams;
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.search = '?code=stolen&state=guessed';
      visits.push((await fetch(back)).status);
      const state = asked.get('state') ?? '';
      back.search = `?error=access_denied&error_description=No!&state=${state}`;
      visits.push((await fetch(back)).status);
    });
    const failure = await failureOf(
      client.token(configFor(server, { grant: 'authorization_code', clientId: 'app' })),
    );
    assert.deepEqual(
      [failure.code, failure.params['reason']],
      ['WB_OAUTH_REFUSED', 'access_denied: No!'],
    );
    assert.equal(visits[0], 404);
    assert.ok(!server.requests.includes('POST /token'));
  });

  test('a redirect to another machine is refused before anything happens', async (t) => {
    const server = await startOidcServer(t);
    const { client, opened } = startClient(t);
    const config = configFor(server, {
      grant: 'authorization_code',
      clientId: 'app',
      redirectUrl: 'https://example.org/callback',
    });
    assert.equal((await failureOf(client.token(config))).code, 'WB_OAUTH_INVALID');
    assert.deepEqual(opened, []);
  });

  test('a user who gives up ends the waiting', async (t) => {
    const server = await startOidcServer(t);
    const { client, stop } = startClient(t, async () => stop.abort());
    const config = configFor(server, { grant: 'authorization_code', clientId: 'app' });
    assert.equal((await failureOf(client.token(config))).code, 'WB_OAUTH_CANCELLED');
  });

  test('device code: the user types it in elsewhere', async (t) => {
    const server = await startOidcServer(t);
    const { client, opened } = startClient(t);
    const tokens = await client.token(
      configFor(server, { grant: 'device_code', clientId: 'tv', scope: 'openid' }),
    );
    assert.ok(tokens.accessToken.length > 20);
    assert.match(opened[0] ?? '', /\/device/);
    assert.ok(server.requests.includes('POST /device/auth'));
  });
});

/** Makes kept tokens look old. */
async function expire(store: TokenMemory, tokens: TokenSet): Promise<void> {
  const set = store.set.bind(store);
  store.get = async () => ({ ...tokens, expiresAtMs: 0 });
  store.set = async (key, fresh) => set(key, fresh);
}

describe('OAuth 2 against oauthlib', { skip: oauthlibIsMissing }, () => {
  const wang = {
    grant: 'password',
    username: 'wáng',
    password: '小明 & co',
    scope: 'api',
  } as const;

  for (const secretIn of ['header', 'form'] as const) {
    test(`password: a token, then one that is refreshed; the secret in the ${secretIn}`, async (t) => {
      const server = await startOauthlib(t, { secret, ...wang });
      const { client, store, engine } = startClient(t);
      const config = configFor(server, { ...wang, clientSecret: secret, secretIn });
      const tokens = await client.token(config);
      assert.equal((await client.token(config)).accessToken, tokens.accessToken);
      await expire(store, tokens);
      const refreshed = await client.token(config);
      assert.notEqual(refreshed.accessToken, tokens.accessToken);
      assert.deepEqual(await server.granted(), [
        `password service wáng api`,
        `refresh_token service wáng api`,
      ]);
      const ids = (await engine.summaries()).map(({ id }) => id);
      const shown = await Promise.all(ids.map((id) => engine.events(id, 0, 1000)));
      for (const hidden of ['小明', encodeURIComponent('小明'), tokens.refreshToken]) {
        assert.ok(!JSON.stringify(shown).includes(hidden), hidden);
      }
    });
  }

  test('client credentials', async (t) => {
    const server = await startOauthlib(t, { secret, ...wang });
    const { client } = startClient(t);
    const tokens = await client.token(configFor(server, { clientSecret: secret, scope: 'api' }));
    assert.ok(tokens.accessToken.length > 20);
    assert.deepEqual(await server.granted(), ['client_credentials service - api']);
  });

  const refusals: [what: string, changes: Partial<OAuthConfig>, reason: RegExp][] = [
    ['a wrong password', { password: 'x' }, /^invalid_grant/],
    ['a wrong secret', { clientSecret: 'x' }, /^invalid_client/],
    ['a scope that is not given', { scope: 'admin' }, /^invalid_scope/],
  ];
  for (const [what, changes, reason] of refusals) {
    test(`${what} is refused with the words of the server`, async (t) => {
      const server = await startOauthlib(t, { secret, ...wang });
      const { client } = startClient(t);
      const config = configFor(server, { ...wang, clientSecret: secret, ...changes });
      const failure = await failureOf(client.token(config));
      assert.equal(failure.code, 'WB_OAUTH_REFUSED');
      assert.match(failure.params['reason'] ?? '', reason);
    });
  }
});
