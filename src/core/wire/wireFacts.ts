/** Which way bytes went: `out` from us to the peer, `in` from the peer to us. */
export type Direction = 'out' | 'in';

/** A header as written or received: name in its own case, value untouched. */
export type HeaderField = readonly [name: string, value: string];

/** An IP address and its port; of a UNIX socket its path, and 0. */
export interface SocketAddress {
  address: string;
  port: number;
}

/** What a request is, decided by its request line. */
export type ExchangeKind = 'http' | 'websocket' | 'sse' | 'graphql' | 'tcp' | 'tls' | 'udp';

/** How an exchange ended. */
export type Outcome = 'ok' | 'failed' | 'cancelled';

/** Milliseconds spent in each phase; `null` where the phase did not take place. */
export interface Timings {
  blocked: number | null;
  dns: number | null;
  tcp: number | null;
  proxy: number | null;
  tls: number | null;
  send: number | null;
  wait: number | null;
  receive: number | null;
  total: number;
}

/** One certificate of a chain, in the order of the wire; dates are ISO 8601, `sha256` is colon-separated hex. */
export interface CertificateFacts {
  subject: string;
  issuer: string;
  san: string[];
  notBefore: string;
  notAfter: string;
  sha256: string;
  /** Hexadecimal. */
  serial?: string;
  /** Such as `RSA 2048` or `EC prime256v1`. */
  key?: string;
  /** Algorithm of the signature, such as `sha256WithRSAEncryption`. */
  signature?: string;
  /** It may sign other certificates (RFC 5280 §4.2.1.9). */
  isAuthority?: boolean;
  pem?: string;
  /** The peer did not send it: it is an issuer that is known here. */
  local?: boolean;
}

/** One extension of `Sec-WebSocket-Extensions` (RFC 6455 §9.1). */
export interface WebSocketExtension {
  name: string;
  params: Record<string, string | true>;
}
