import type { ClientCertificate, RequestOptions } from '../../runner/preparedRequest.ts';
import { proxyFor } from '../proxy/proxySettings.ts';
import type { DialTarget } from './connection.ts';
import type { TrustWishes } from './trust.ts';

const SECURE = new Set(['https:', 'wss:', 'tls:']);

/** Where to and how to dial for an http, https, ws, wss, tcp, tls or udp URL; `alpn` is offered where there is TLS. */
export function dialTargetOf(url: URL, options: RequestOptions, alpn: string[]): DialTarget {
  const { protocol, hostname: host } = url;
  const secure = SECURE.has(protocol);
  const usualPort = secure ? 443 : 80;
  const port = url.port === '' ? usualPort : Number(url.port);
  const socketPath = socketPathOf(url, options);
  const target: DialTarget = {
    host,
    port,
    secure,
    alpn: secure ? alpn : [],
    verify: options.verifyTls,
    extraCa: options.extraCa,
    caFiles: options.caFiles ?? [],
    trustedFingerprints: options.trustedFingerprints ?? [],
    clientCertificate: certificateFor(host, port, options),
    minVersion: options.tlsMinVersion ?? null,
    maxVersion: options.tlsMaxVersion ?? null,
    keyLogFile: options.keyLogFile ?? null,
    socketPath,
    connectTo: connectToOf(host, port, options),
    proxy: socketPath === null ? proxyFor(url, options.proxy) : null,
    connectionTimeoutMs: options.connectionTimeoutMs,
  };
  if (protocol === 'tcp:') target.scheme = 'tcp';
  if (protocol === 'tls:') target.scheme = 'tls';
  return target;
}

/** What decides whom we trust for a URL, and what we show there. */
export function trustWishesOf(url: string, options: RequestOptions): TrustWishes {
  if (options.clientCertificate) return dialTargetOf(new URL(url), options, []);
  return {
    extraCa: options.extraCa,
    caFiles: options.caFiles ?? [],
    clientCertificate: null,
    minVersion: options.tlsMinVersion ?? null,
    maxVersion: options.tlsMaxVersion ?? null,
  };
}

function socketPathOf(url: URL, { unixSocket }: RequestOptions): string | null {
  return unixSocket && unixSocket.host === url.host ? unixSocket.path : null;
}

function certificateFor(
  host: string,
  port: number,
  { clientCertificate }: RequestOptions,
): ClientCertificate | null {
  if (!clientCertificate) return null;
  return clientCertificate.authority === `${host}:${port}` ? clientCertificate : null;
}

function connectToOf(
  host: string,
  port: number,
  { connectTo }: RequestOptions,
): { host: string; port: number } | null {
  const found = connectTo?.find(
    (each) => (each.host ?? host) === host && (each.port ?? port) === port,
  );
  return found === undefined ? null : { host: found.toHost ?? host, port: found.toPort ?? port };
}
