/** View models of sockets and their TLS. */

export interface SocketAddress {
  address: string;
  port: number;
}

export interface CertificateView {
  subject: string;
  issuer: string;
  san: string[];
  notBefore: string;
  notAfter: string;
  sha256: string;
  serial?: string;
  key?: string;
  signature?: string;
  isAuthority?: boolean;
  pem?: string;
  /** The peer did not send it: it is an issuer that is known here. */
  local?: boolean;
}

/** What the ClientHello offered. */
export interface OfferView {
  versions: string[];
  ciphers: string[];
  groups: string[];
  keyShares?: string[];
  signatureAlgorithms?: string[];
  alpn: string[];
  extensions?: string[];
  grease?: string[];
  resumption?: 'psk' | 'ticket' | 'session' | null;
}

export interface TlsView {
  version: string;
  cipher: string;
  group: string | null;
  alpn: string | null;
  sni: string | null;
  resumed: boolean;
  authorized: boolean;
  authorizationError?: string;
  chain: CertificateView[];
  /** What was offered, from the ClientHello; null where it was not seen. */
  offered: OfferView | null;
  /** The group that the server asked for in a second hello (RFC 8446 §4.1.4). */
  retryGroup?: string | null;
  /** As `↓ unknown_ca (fatal)`. */
  alerts?: string[];
  /** The file that got the connection's secrets. */
  keyLogFile?: string | null;
  /** TLS 1.2: the server asked for a certificate of ours by one of these authorities; empty takes any. */
  clientAuthorities?: string[] | null;
  ocsp?: {
    status: 'good' | 'revoked' | 'unknown' | 'unreadable';
    producedAt: string | null;
    thisUpdate: string | null;
    nextUpdate: string | null;
  } | null;
}

/** Who closed a socket, and why. */
export interface SocketEnd {
  by: 'local' | 'remote' | 'error';
  reason: string | null;
  /** What came that nobody had asked for, and how it begins, printable. */
  stray?: { lengthBytes: number; excerpt: string };
}

export interface ConnectionView {
  id: number;
  origin: string;
  local: SocketAddress | null;
  remote: SocketAddress | null;
  /** URL without credentials. */
  proxy: string | null;
  tls: TlsView | null;
  /** Of the handshake with the proxy itself. */
  proxyTls?: TlsView | null;
  /** How many requests this socket has carried, this exchange's included. */
  requests: number;
  /** Exchanges it carried, oldest first. */
  exchanges: number[];
  openedAtMs: number | null;
  closed: SocketEnd | null;
  bytesOut: number;
  bytesIn: number;
  cipherBytesOut: number;
  cipherBytesIn: number;
}
