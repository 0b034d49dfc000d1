import { WireError } from '../../errors/wireError.ts';
import { isProxyScript, withScheme } from '../../request-file/proxyUrl.ts';
import type { ProxyChoice } from './proxySettings.ts';

/** How a proxy is spoken to. Those that end in `a` and `h` look names up themselves. */
export type ProxyScheme = 'http' | 'https' | 'socks4' | 'socks4a' | 'socks5' | 'socks5h';

const USUAL_PORT: Record<ProxyScheme, number> = {
  http: 80,
  https: 443,
  socks4: 1080,
  socks4a: 1080,
  socks5: 1080,
  socks5h: 1080,
};

/** A proxy, its URL understood. */
export interface Proxy {
  scheme: ProxyScheme;
  host: string;
  port: number;
  /** `null` where the URL holds no credentials. */
  credentials: { user: string; password: string } | null;
  /** A `Proxy-Authorization` as set; the credentials of the URL come first. */
  authorization: string | null;
  /** The URL without its credentials. */
  shown: string;
}

/** Understands a proxy's URL; without a scheme it is `http`, and `socks` is `socks5`. Throws `WB_PROXY_INVALID`, and `WB_PROXY_SCRIPT` for a script (PAC). */
export function parseProxy({
  url,
  authorization,
}: Pick<ProxyChoice, 'url' | 'authorization'>): Proxy {
  const written = withScheme(url);
  if (isProxyScript(url)) throw invalid('WB_PROXY_SCRIPT', written);
  const parsed = URL.parse(written);
  const scheme = parsed?.protocol.slice(0, -1).replace(/^socks$/, 'socks5') ?? '';
  if (parsed === null || parsed.hostname === '' || !isScheme(scheme))
    throw invalid('WB_PROXY_INVALID', written);
  const { hostname, port, username, password } = parsed;
  return {
    scheme,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? USUAL_PORT[scheme] : Number(port),
    credentials: username === '' ? null : { user: decoded(username), password: decoded(password) },
    authorization,
    shown: `${scheme}://${hostname}:${port || USUAL_PORT[scheme]}`,
  };
}

/** Whether it speaks HTTP, and so can also forward single requests (RFC 9110 §3.7). */
export function speaksHttp({ scheme }: Proxy): boolean {
  return scheme === 'http' || scheme === 'https';
}

function isScheme(scheme: string): scheme is ProxyScheme {
  return Object.hasOwn(USUAL_PORT, scheme);
}

function invalid(code: 'WB_PROXY_INVALID' | 'WB_PROXY_SCRIPT', written: string): WireError {
  const proxy = written.replace(/\/\/.*@/s, '//');
  const params =
    code === 'WB_PROXY_SCRIPT' ? { proxy } : { proxy, reason: 'its URL names no proxy' };
  return new WireError(code, 'prepare', { params });
}

/** Percent-decoded; as it stands where that fails. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
