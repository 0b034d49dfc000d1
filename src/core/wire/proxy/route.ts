import { isIPv4 } from 'node:net';
import { WireError } from '../../errors/wireError.ts';
import type { DialTarget } from '../dialer/connection.ts';
import { resolveHost } from '../dialer/lookup.ts';
import type { Stopping } from '../dialer/stopping.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Proxy } from './proxy.ts';
import { parseProxy, speaksHttp } from './proxy.ts';
import { LONGEST_FIELD_BYTES } from './socks5.ts';
import { authorityOf } from './tunnelContext.ts';

/** The way to a target: straight, or over a proxy. */
export interface Route {
  target: DialTarget;
  proxy: Proxy | null;
  /** The proxy is given single requests to pass on (RFC 9110 §3.7), in place of a tunnel. */
  forwards: boolean;
  /** What the socket connects to: the target, or the proxy. */
  entrance: DialTarget;
}

/** Finds the way. Throws `WB_PROXY_INVALID`. */
export function routeTo(target: DialTarget): Route {
  if (!target.proxy) {
    const entrance = { ...target, ...target.connectTo };
    return { target, proxy: null, forwards: false, entrance };
  }
  const proxy = parseProxy(target.proxy);
  refuseTooLong(proxy, endOf(target).host);
  const entrance = {
    ...target,
    host: proxy.host,
    port: proxy.port,
    secure: proxy.scheme === 'https',
    alpn: ['http/1.1'],
    verify: target.verify && target.proxy.verify,
    // Meant for the target, not for who stands in between.
    clientCertificate: null,
  };
  const forwards =
    speaksHttp(proxy) && !target.secure && target.tunnel !== true && !target.connectTo;
  return { target, proxy, forwards, entrance };
}

/** Nothing is dialed for what SOCKS 5 cannot say: its fields count their bytes in one (RFC 1928 §5, RFC 1929). */
function refuseTooLong(proxy: Proxy, host: string): void {
  const { scheme, credentials, shown } = proxy;
  if (scheme !== 'socks5' && scheme !== 'socks5h') return;
  const texts = [
    credentials?.user ?? '',
    credentials?.password ?? '',
    scheme === 'socks5h' ? host : '',
  ];
  const tooLong = texts.findIndex((text) => Buffer.byteLength(text) > LONGEST_FIELD_BYTES);
  if (tooLong < 0) return;
  const what = ['the user', 'the password', 'the name of the target'][tooLong]!;
  const reason = `${what} is longer than the ${LONGEST_FIELD_BYTES} bytes that SOCKS 5 has for it`;
  throw new WireError('WB_PROXY_INVALID', 'prepare', { params: { proxy: shown, reason } });
}

function endOf({ connectTo, host, port }: DialTarget): { host: string; port: number } {
  return connectTo ?? { host, port };
}

/** What the proxy is asked to connect to: the name, or (`socks4`, `socks5`) an address that is looked up here. */
export async function tunnelEnd(
  { target, proxy }: Route,
  sink: ExchangeSink,
  stopping: Stopping,
): Promise<{ host: string; port: number }> {
  const { host, port } = endOf(target);
  if (proxy?.scheme !== 'socks4' && proxy?.scheme !== 'socks5') return { host, port };
  const addresses = await resolveHost(host, sink, stopping);
  const usable =
    proxy.scheme === 'socks5' ? addresses : addresses.filter(({ address }) => isIPv4(address));
  const [first] = usable;
  if (first !== undefined) return { host: first.address, port };
  const reason = 'SOCKS 4 knows no IPv6 addresses';
  const params = { proxy: proxy.shown, target: authorityOf({ host, port }), reason };
  throw new WireError('WB_PROXY_FAILED', 'proxy', { params });
}

/** A failure on the way to the entrance, told as one of the proxy where the entrance is one. */
export function entranceFailure({ proxy }: Route, error: unknown): unknown {
  if (proxy === null || !(error instanceof WireError) || error.code === 'WB_CANCELLED')
    return error;
  const { attempts, systemCode, limit } = error.params;
  const silence = limit === undefined ? error.code : `no answer within ${limit}`;
  const reason = attempts || (systemCode ?? silence);
  const params = { ...error.params, proxy: proxy.shown, reason };
  return new WireError('WB_PROXY_UNREACHABLE', error.phase, { cause: error.cause, params });
}
