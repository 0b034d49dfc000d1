import type { Duplex } from 'node:stream';
import type { WireEventBody } from '../events.ts';
import type { Stopping } from '../dialer/stopping.ts';
import type { Proxy } from './proxy.ts';
import type { ProxyIntroduction } from './proxyCredentials.ts';

/** What opening a tunnel works on. */
export interface TunnelContext {
  /** The stream to the proxy. */
  stream: Duplex;
  proxy: Proxy;
  introduction: ProxyIntroduction;
  /** Host (a name, or an address without brackets) and port to be connected to. */
  target: { host: string; port: number };
  emit: (event: WireEventBody) => void;
  stopping: Stopping;
}

/** The target as an authority (RFC 9110 §7.2). */
export function authorityOf({ host, port }: TunnelContext['target']): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
