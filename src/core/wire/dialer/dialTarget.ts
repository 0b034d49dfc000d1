import type { RequestOptions } from '../../runner/preparedRequest.ts';
import type { DialTarget } from './connection.ts';

const SECURE = new Set(['https:', 'wss:', 'tls:']);

/** Where to and how to dial for an http, https, ws, wss, tcp, tls or udp URL; `alpn` is offered where there is TLS. */
export function dialTargetOf(
  { protocol, hostname, port }: URL,
  options: RequestOptions,
  alpn: string[],
): DialTarget {
  const secure = SECURE.has(protocol);
  const usualPort = secure ? 443 : 80;
  const authority = `${hostname}:${port || usualPort}`;
  const { clientCertificate = null } = options;
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
    connectionTimeoutMs: options.connectionTimeoutMs,
  };
}
