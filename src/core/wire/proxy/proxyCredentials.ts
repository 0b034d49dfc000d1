import type { ResponseHead } from '../http/hop.ts';
import type { Proxy } from './proxy.ts';

/** Basic credentials of the proxy's URL (RFC 7617); `null` where it holds none. */
function basicOf({ credentials }: Proxy): string | null {
  if (credentials === null) return null;
  const { user, password } = credentials;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The parameters of a challenge of this scheme (RFC 9110 §11.7.1); `null` where the proxy does not offer it. */
export function challengeOf({ status, headers }: ResponseHead, scheme: string): string | null {
  if (status !== 407) return null;
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'proxy-authenticate') continue;
    const at = new RegExp(`(?:^|,)\\s*${scheme}\\s+`, 'i').exec(value);
    if (at !== null) return value.slice(at.index + at[0].length);
  }
  return null;
}

/** The schemes that a proxy offers, for people. */
export function schemesOf({ headers }: ResponseHead): string {
  const offered = headers
    .filter(([name]) => name.toLowerCase() === 'proxy-authenticate')
    .map(([, value]) => value.trim().split(/\s/, 1)[0] ?? '');
  return offered.join(', ') || '?';
}

/** What we say without being asked: Basic with the URL's credentials, else what was set. */
export function authorizationFor(proxy: Proxy): string | null {
  return basicOf(proxy) ?? proxy.authorization;
}
