import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WireError } from '../../errors/wireError.ts';
import type { OAuthConfig } from './oauthConfig.ts';
import { invalidConfig } from './oauthConfig.ts';
import type { OAuthWorld } from './oauthClient.ts';
import { oauthRefused } from './tokenAnswer.ts';

const patienceMs = 300_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What the browser brought back. */
export interface ReceivedCode {
  code: string;
  /** Where it came to; the token endpoint wants to hear it again. */
  redirectUrl: string;
}

/**
 * Listens on this machine for the browser that comes back from the authorization server (RFC 8252 §7.3), no longer
 * than five minutes. `open` sends the browser off once the redirect URL is known. Rejects with `WB_OAUTH_…`.
 */
export async function receiveCode(
  config: OAuthConfig,
  state: string,
  world: Pick<OAuthWorld, 'signal' | 'reachable'>,
  open: (redirectUrl: string) => Promise<void>,
): Promise<ReceivedCode> {
  const wanted = redirectOf(config);
  const server = createServer();
  const port = await listen(server, config, wanted);
  const redirect = new URL(wanted);
  if (redirect.port === '' || redirect.port === '0') redirect.port = String(port);
  const stop = AbortSignal.any([world.signal, AbortSignal.timeout(patienceMs)]);
  try {
    const reached = await world.reachable(redirect.href);
    // One that is written is registered: the authorization server takes no other.
    const redirectUrl = config.redirectUrl || reached;
    const received = receive(server, redirect.pathname, { config, state, stop });
    // Judged below, once the browser is on its way.
    received.catch(() => undefined);
    await open(redirectUrl);
    return { code: await received, redirectUrl };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function redirectOf({ name, redirectUrl }: OAuthConfig): URL {
  const url = URL.parse(redirectUrl === '' ? 'http://127.0.0.1:0/' : redirectUrl);
  if (url?.protocol === 'http:' && loopback.has(url.hostname)) return url;
  throw invalidConfig(
    name,
    `the redirect URL ${redirectUrl} is not on this machine: write http://localhost:PORT/….`,
  );
}

function listen(server: Server, { name }: OAuthConfig, { hostname, port }: URL): Promise<number> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(invalidConfig(name, `nothing can listen on port ${port || 80}: ${cause.message}.`));
    });
    server.listen(Number(port || 80), host, () => resolve((server.address() as AddressInfo).port));
  });
}

interface Expectation {
  config: OAuthConfig;
  state: string;
  stop: AbortSignal;
}

function receive(
  server: Server,
  path: string,
  { config, state, stop }: Expectation,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { name } = config;
    const cancelled = (): void =>
      reject(new WireError('WB_OAUTH_CANCELLED', 'prepare', { params: { name } }));
    if (stop.aborted) cancelled();
    stop.addEventListener('abort', cancelled, { once: true });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const url = URL.parse(request.url ?? '', 'http://localhost');
      // Anybody on this machine can knock: only who knows the state was sent by us.
      if (url?.pathname !== path || url.searchParams.get('state') !== state) {
        answer(response, 404, 'Not found.');
        return;
      }
      const code = url.searchParams.get('code');
      answer(response, 200, 'Wirebook has the answer. You can close this page.\n可以关闭此页面。');
      if (code === null) reject(refusalIn(url, config));
      else resolve(code);
    });
  });
}

function refusalIn({ searchParams }: URL, { name, authUrl }: OAuthConfig): WireError {
  const said = ['error', 'error_description'].flatMap((key) => searchParams.get(key) ?? []);
  return oauthRefused(name, new URL(authUrl).host, said.join(': ') || 'no code came back');
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  response.end(text);
}
