import type { CertificateFacts, Direction } from './wireFacts.ts';

/** Of an event of TLS: the handshake is the one with the proxy, not with the server. */
interface TlsEvent {
  via?: 'proxy';
}

interface TlsStarted extends TlsEvent {
  event: 'tls.started';
  /** Server name indication; `null` for an IP address (RFC 6066 §3). */
  sni: string | null;
}

interface TlsClientHello extends TlsEvent {
  event: 'tls.clientHello';
  versions: string[];
  ciphers: string[];
  groups: string[];
  keyShares?: string[];
  signatureAlgorithms?: string[];
  alpn: string[];
  extensions?: string[];
  /** Values that only test the server's tolerance (RFC 8701). */
  grease?: string[];
  resumption?: 'psk' | 'ticket' | 'session' | null;
}

/** The server wants another hello, with a share of this group (RFC 8446 §4.1.4). */
interface TlsHelloRetryRequest extends TlsEvent {
  event: 'tls.helloRetryRequest';
  version: string;
  cipher: string;
  group: string | null;
}

interface TlsServerHello extends TlsEvent {
  event: 'tls.serverHello';
  version: string;
  cipher: string;
  group: string | null;
}

interface TlsCertificate extends TlsEvent {
  event: 'tls.certificate';
  chain: CertificateFacts[];
}

/** TLS 1.2: the server asks for a certificate of ours (RFC 5246 §7.4.4); TLS 1.3 encrypts the question. */
interface TlsCertificateRequest extends TlsEvent {
  event: 'tls.certificateRequest';
  signatureAlgorithms: string[];
  /** Subjects of the authorities that it takes; empty takes any. */
  authorities: string[];
}

/** The OCSP response that the server stapled to its certificate (RFC 6066 §8); its signature is not checked. */
interface TlsOcsp extends TlsEvent {
  event: 'tls.ocsp';
  status: 'good' | 'revoked' | 'unknown' | 'unreadable';
  producedAt: string | null;
  thisUpdate: string | null;
  nextUpdate: string | null;
}

/** An alert (RFC 8446 §6) that could be read. */
interface TlsAlert extends TlsEvent {
  event: 'tls.alert';
  dir: Direction;
  level: 'warning' | 'fatal';
  description: string;
}

/** The secrets of this connection go to a file. */
interface TlsKeyLog extends TlsEvent {
  event: 'tls.keyLog';
  file: string;
}

interface TlsEstablished extends TlsEvent {
  event: 'tls.established';
  version: string;
  cipher: string;
  group: string | null;
  alpn: string | null;
  resumed: boolean;
  authorized: boolean;
  authorizationError?: string;
}

interface TlsFailed extends TlsEvent {
  event: 'tls.failed';
  code: string;
  reason: string;
}

/** What is told of a TLS handshake. */
export type TlsHandshakeEvent =
  | TlsStarted
  | TlsClientHello
  | TlsHelloRetryRequest
  | TlsServerHello
  | TlsCertificate
  | TlsCertificateRequest
  | TlsOcsp
  | TlsAlert
  | TlsKeyLog
  | TlsEstablished
  | TlsFailed;
