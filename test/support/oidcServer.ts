import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Provider } from 'oidc-provider';

/** A certified authorization server on loopback until the end of its test. */
export interface OidcServer {
  issuer: string;
  /** Method and path of each request. */
  requests: string[];
}

const client = {
  redirect_uris: ['http://127.0.0.1/', 'http://localhost/callback', 'http://localhost'],
  application_type: 'native' as const,
};

/** Starts `oidc-provider` with a confidential client `service`, a public one `app` and a device `tv`. */
export async function startOidcServer(t: TestContext): Promise<OidcServer> {
  // It warns on the console that it is set up for a test.
  for (const level of ['info', 'warn'] as const) t.mock.method(console, level, () => undefined);
  const requests: string[] = [];
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'service',
        client_secret: 'very secret: service',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
      {
        ...client,
        client_id: 'app',
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
      },
      {
        ...client,
        client_id: 'tv',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'none',
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      devInteractions: { enabled: true },
    },
    scopes: ['openid', 'offline_access', 'api'],
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    issueRefreshToken: () => true,
    ttl: { AccessToken: 3600, ClientCredentials: 3600 },
    cookies: { keys: ['test'] },
  });
  server.on('request', (request: IncomingMessage) => {
    requests.push(`${request.method} ${new URL(request.url ?? '', issuer).pathname}`);
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { issuer, requests };
}

/** What a browser and its user do on the pages of the server: follow, sign in, agree; resolves with the last page. */
export async function signIn(url: string, userCode: string | null): Promise<string> {
  const browser = new Browser();
  let page = await browser.visit(url);
  for (let step = 0; step < 10; step++) {
    const form = /<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/s.exec(page.html);
    if (form === null) break;
    const fields = new URLSearchParams();
    for (const [tag] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
      if (name !== '') fields.set(name, /value="([^"]*)"/.exec(tag)?.[1] ?? '');
    }
    if (fields.has('login')) fields.set('login', 'wang');
    if (fields.has('password')) fields.set('password', 'x');
    if (fields.has('user_code')) fields.set('user_code', userCode ?? '');
    page = await browser.visit(new URL(form[1] ?? '', page.url).href, fields);
  }
  return page.html;
}

class Browser {
  readonly #cookies = new Map<string, string>();

  async visit(start: string, form?: URLSearchParams): Promise<{ url: string; html: string }> {
    let url = start;
    let body = form ?? null;
    for (;;) {
      const response = await fetch(url, {
        method: body === null ? 'GET' : 'POST',
        body,
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const end = pair.indexOf('=');
        this.#cookies.set(pair.slice(0, end), pair.slice(end + 1));
      }
      const location = response.headers.get('location');
      if (location === null) return { url, html: await response.text() };
      url = new URL(location, url).href;
      body = null;
    }
  }
}
