import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Which proxies to use, by the scheme of the URL. A proxy's URL may hold a user and a password. */
export interface ProxySettings {
  /** For http and ws. */
  http: string | null;
  /** For https and wss, and for raw TCP and TLS. */
  https: string | null;
  /** Hosts that are reached directly, as in `NO_PROXY`; `<-loopback>` takes this machine's own names off the list. */
  noProxy: string[];
  /** The `Proxy-Authorization` to send where the URL holds no user. */
  authorization: string | null;
  /** Whether the certificate of an HTTPS proxy is verified; it is where nothing is said. */
  verify?: boolean;
}

/** A proxy of a request and how to introduce ourselves. */
export interface ProxyChoice {
  url: string;
  authorization: string | null;
  verify: boolean;
}

const OWN_NAMES = /^(?:localhost|.+\.localhost|127\.0\.0\.1|::1)$/i;
const PLAIN = new Set(['http:', 'ws:']);

/** The proxy for a URL; `null` where it is reached directly. */
export function proxyFor(url: URL, settings: ProxySettings | null | undefined): ProxyChoice | null {
  if (settings === null || settings === undefined) return null;
  const proxy = PLAIN.has(url.protocol) ? settings.http : settings.https;
  if (proxy === null || proxy === '' || isExempt(url, settings.noProxy)) return null;
  return { url: proxy, authorization: settings.authorization, verify: settings.verify ?? true };
}

/** What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say; lower case wins, as in curl. */
export function proxyOfEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  const read = (name: string): string | null =>
    environment[name] || environment[name.toUpperCase()] || null;
  const all = read('all_proxy');
  return {
    http: read('http_proxy') ?? all,
    https: read('https_proxy') ?? all,
    noProxy: (read('no_proxy') ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
    authorization: null,
  };
}

/** Loopback is exempt as it is in browsers: a proxy elsewhere would reach its own machine, not this one. */
function isExempt({ hostname, port, protocol }: URL, noProxy: readonly string[]): boolean {
  const host = hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
  if (OWN_NAMES.test(host) && !noProxy.includes('<-loopback>')) return true;
  const usualPort = PLAIN.has(protocol) ? '80' : '443';
  return noProxy.some((entry) => matches(entry.trim().toLowerCase(), host, port || usualPort));
}

/** `*`, a domain with its subdomains (also `.example.org` and `*.example.org`), an address or a block of them; each may name a port. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, bracketed, plain, entryPort] =
    /^(?:\[(.*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  const pattern = bracketed ?? plain ?? '';
  if (pattern === '' || (entryPort !== undefined && entryPort !== port)) return false;
  if (isIP(host) !== 0) return matchesAddress(pattern, host);
  const domain = asciiOf(pattern.replace(/^\*?\./, '').replace(/\.$/, ''));
  return host === domain || host.endsWith(`.${domain}`);
}

/** A URL holds the ASCII form of a name (RFC 5891). */
function asciiOf(domain: string): string {
  return domainToASCII(domain) || domain;
}

function matchesAddress(pattern: string, address: string): boolean {
  const [network = '', prefix] = pattern.split('/');
  if (isIP(network) === 0 || isIP(network) !== isIP(address)) return false;
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const longest = family === 'ipv6' ? 128 : 32;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return false;
  const bits = Number(prefix ?? longest);
  if (bits > longest) return false;
  const block = new BlockList();
  block.addSubnet(network, bits, family);
  return block.check(address, family);
}
