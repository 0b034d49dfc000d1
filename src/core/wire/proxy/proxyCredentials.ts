import { DigestSession } from '../../auth/digestSession.ts';
import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { Proxy } from './proxy.ts';

export const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Basic credentials of the proxy's URL (RFC 7617); `null` where it holds none. */
function basicOf({ credentials }: Proxy): string | null {
  if (credentials === null) return null;
  const { user, password } = credentials;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The schemes that a proxy offers, for people. */
function schemesOf(headers: readonly HeaderField[]): string {
  const offered = headers
    .filter(([name]) => name.toLowerCase() === 'proxy-authenticate')
    .map(([, value]) => value.trim().split(/\s/, 1)[0] ?? '');
  return offered.join(', ') || '?';
}

/** The failure of a request that the proxy wants credentials for, or other ones than were given. */
export function authenticationFailure(
  proxy: Proxy,
  headers: readonly HeaderField[],
  { given, ...details }: { given: boolean; target?: string },
): WireError {
  const status = String(PROXY_AUTHENTICATION_REQUIRED);
  const params = { proxy: proxy.shown, ...details, status, schemes: schemesOf(headers) };
  return new WireError(given ? 'WB_PROXY_AUTH_FAILED' : 'WB_PROXY_AUTH_REQUIRED', 'proxy', {
    params,
  });
}

/** What we say without being asked: Basic with the URL's credentials, else what was set. */
export function authorizationFor(proxy: Proxy): string | null {
  return basicOf(proxy) ?? proxy.authorization;
}

/** How we introduce ourselves to a proxy that opens tunnels, over as many connections as that takes. */
export class ProxyIntroduction {
  readonly #proxy: Proxy;
  readonly #digest: DigestSession | null;

  constructor(proxy: Proxy) {
    this.#proxy = proxy;
    this.#digest = proxy.credentials && new DigestSession(proxy.credentials, 'proxy');
  }

  /** `Proxy-Authorization` of the next request for a tunnel to `authority`. */
  async authorization(authority: string): Promise<string | null> {
    const digest = await this.#digest?.authorization('CONNECT', authority, []);
    return digest ?? authorizationFor(this.#proxy);
  }

  /** Whether the same request, sent again, answers this refusal. */
  canAnswer(status: number, headers: readonly HeaderField[]): boolean {
    if (status !== PROXY_AUTHENTICATION_REQUIRED || this.#digest === null) return false;
    return this.#digest.challenged(headers) !== null;
  }
}
