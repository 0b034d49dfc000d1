import type { RequestOptions } from '../../runner/preparedRequest.ts';
import { proxyFor } from '../proxy/proxySettings.ts';
import type { DialTarget } from './connection.ts';

const SECURE = new Set(['https:', 'wss:', 'tls:']);

/** Where to and how to dial for an http, https, ws, wss, tcp, tls or udp URL; `alpn` is offered where there is TLS. */
export function dialTargetOf(url: URL, options: RequestOptions, alpn: string[]): DialTarget {
  const { protocol, hostname, port } = url;
  const secure = SECURE.has(protocol);
  const usualPort = secure ? 443 : 80;
  const authority = `${hostname}:${port || usualPort}`;
  const { clientCertificate = null, unixSocket = null } = options;
  const socketPath = unixSocket?.host === url.host ? unixSocket.path : null;
  return {
    ...(protocol === 'tcp:' || protocol === 'tls:'
      ? { scheme: protocol === 'tcp:' ? 'tcp' : 'tls' }
      : {}),
    host: hostname,
    port: port === '' ? usualPort : Number(port),
    secure,
    alpn: secure ? alpn : [],
    verify: options.verifyTls,
    extraCa: options.extraCa,
    caFiles: options.caFiles ?? [],
    trustedFingerprints: options.trustedFingerprints ?? [],
    clientCertificate: clientCertificate?.authority === authority ? clientCertificate : null,
    minVersion: options.tlsMinVersion ?? null,
    maxVersion: options.tlsMaxVersion ?? null,
    keyLogFile: options.keyLogFile ?? null,
    socketPath,
    connectTo: connectToOf(hostname, port === '' ? usualPort : Number(port), options),
    proxy: socketPath === null ? proxyFor(url, options.proxy) : null,
    connectionTimeoutMs: options.connectionTimeoutMs,
  };
}

function connectToOf(
  host: string,
  port: number,
  { connectTo = [] }: RequestOptions,
): { host: string; port: number } | null {
  const found = connectTo.find(
    (each) => (each.host ?? host) === host && (each.port ?? port) === port,
  );
  return found === undefined ? null : { host: found.toHost ?? host, port: found.toPort ?? port };
}
