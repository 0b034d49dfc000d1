import type { FailurePhase, WireErrorCode } from '../errors/wireError.ts';

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

/** One certificate of a chain, leaf first; dates are ISO 8601, `sha256` is colon-separated hex. */
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
}

/** One extension of `Sec-WebSocket-Extensions` (RFC 6455 §9.1). */
export interface WebSocketExtension {
  name: string;
  params: Record<string, string | true>;
}

interface ExchangeStarted {
  event: 'exchange.started';
  kind: ExchangeKind;
  name: string | null;
  file: string;
  line: number;
  method: string;
  url: string;
  /** ISO 8601 with milliseconds. */
  startedAt: string;
}
interface DnsStarted {
  event: 'dns.started';
  host: string;
}
interface DnsResolved {
  event: 'dns.resolved';
  addresses: { address: string; family: 4 | 6 }[];
}
interface TcpAttempt {
  event: 'tcp.attempt';
  remote: SocketAddress;
  family: 4 | 6;
}
interface TcpFailed {
  event: 'tcp.failed';
  remote: SocketAddress;
  family: 4 | 6;
  code: string;
}
/** An attempt that was given up: another address connected, the time was up, or the exchange was cancelled. */
interface TcpCancelled {
  event: 'tcp.cancelled';
  remote: SocketAddress;
  family: 4 | 6;
  reason: 'otherConnected' | 'timeout' | 'cancelled';
}
interface TcpConnected {
  event: 'tcp.connected';
  local: SocketAddress;
  remote: SocketAddress;
}
/** A UNIX socket, where others look up a name and connect over TCP. */
interface UnixConnect {
  event: 'unix.connect';
  path: string;
}
interface UnixConnected {
  event: 'unix.connected';
  path: string;
}
interface UnixFailed {
  event: 'unix.failed';
  path: string;
  code: string;
}
interface ProxyConnect {
  event: 'proxy.connect';
  proxy: string;
  target: string;
}
/** One request to an HTTP proxy for a tunnel (CONNECT), and its answer. */
interface ProxyRequest {
  event: 'proxy.request';
  method: string;
  target: string;
  headers: HeaderField[];
}
interface ProxyResponse {
  event: 'proxy.response';
  status: number;
  reason: string;
  headers: HeaderField[];
}
interface ProxyConnected {
  event: 'proxy.connected';
  /** Of an HTTP proxy its status, of a SOCKS proxy its reply code. */
  status: number;
}
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
interface ConnectionReused {
  event: 'connection.reused';
  requestsBefore: number;
  local: SocketAddress;
  remote: SocketAddress;
}
interface HttpRequest {
  event: 'http.request';
  method: string;
  target: string;
  httpVersion: string;
  headers: HeaderField[];
  /** Bytes of the body; `null` when it is streamed with an unknown length. */
  bodyLength: number | null;
}
interface HttpInformational {
  event: 'http.informational';
  status: number;
  headers: HeaderField[];
}
interface HttpResponse {
  event: 'http.response';
  httpVersion: string;
  status: number;
  reason: string;
  headers: HeaderField[];
}
interface HttpChunk {
  event: 'http.chunk';
  dir: Direction;
  /** Bytes; 0 for the last one. */
  size: number;
  extension?: string;
}
interface HttpTrailers {
  event: 'http.trailers';
  headers: HeaderField[];
}
interface HttpBody {
  event: 'http.body';
  /** `wireBytes` as they came (framing not counted), `bytes` after content decoding. */
  received: { wireBytes: number; bytes: number };
  /** Content-Encoding that was undone, or `identity`. */
  encoding: string;
  text?: string;
  base64?: string;
  truncated?: true;
  evicted?: true;
}
interface HttpRedirect {
  event: 'http.redirect';
  from: string;
  to: string;
  status: number;
}
/** A reused connection was closed before any answer: the request goes out once more, on a new one. */
interface HttpRetry {
  event: 'http.retry';
  url: string;
  /** What kept the connection from answering. */
  code: WireErrorCode;
  /** Phase in which it was lost. */
  phase: FailurePhase;
}
interface HttpChallenge {
  event: 'http.challenge';
  /** The URL that asks for credentials, and is requested again with them. */
  url: string;
  status: number;
  scheme: string;
  realm: string;
}
interface SseEvent {
  event: 'sse.event';
  id: string | null;
  type: string;
  data: string;
  retry?: number;
}
interface SseReconnect {
  event: 'sse.reconnect';
  url: string;
  /** What the server last said (`retry`), or what a client waits. */
  afterMs: number;
  /** Sent as Last-Event-ID; empty where there was none. */
  lastEventId: string;
  /** What broke the stream off; absent where the server ended it. */
  code?: WireErrorCode;
}
interface Http2Frame {
  event: 'h2.frame';
  dir: Direction;
  /** Name of the type, or its number as `0x…` (RFC 9113 §6). */
  type: string;
  flags: string[];
  /** 0 is the connection. */
  stream: number;
  /** Payload bytes. */
  length: number;
  /** Of the stream, with this frame (RFC 9113 §5.1). */
  streamState?: string;
  /** HEADERS, PUSH_PROMISE, CONTINUATION: decoded, on the frame that ends the block. */
  headers?: HeaderField[];
  settings?: [name: string, value: number][];
  /** WINDOW_UPDATE. */
  incrementBytes?: number;
  /** RST_STREAM, GOAWAY. */
  errorCode?: number;
  errorName?: string;
  lastStream?: number;
  debugData?: string;
  /** PING, as hex. */
  opaque?: string;
  promisedStream?: number;
  /** PRIORITY, and HEADERS with that flag. */
  dependsOn?: number;
  exclusive?: boolean;
  weight?: number;
  /** PRIORITY_UPDATE (RFC 9218 §7). */
  prioritizedStream?: number;
  priority?: string;
  origins?: string[];
  /** DATA that had waited so long for a WINDOW_UPDATE, and of which window. */
  stalledMs?: number;
  stalledBy?: 'stream' | 'connection';
  valid: boolean;
  error?: string;
}
interface WsHandshake {
  event: 'ws.handshake';
  key: string;
  /** As received; `null` when the server sent none. */
  accept: string | null;
  acceptExpected: string;
  acceptOk: boolean;
  /** Opened by an extended CONNECT of HTTP/2 (RFC 8441), which has neither key nor Accept. */
  extendedConnect?: true;
  protocol: string | null;
  extensions: WebSocketExtension[];
  status: number;
  headers: HeaderField[];
}
interface WsFrame {
  event: 'ws.frame';
  dir: Direction;
  fin: boolean;
  rsv: [0 | 1, 0 | 1, 0 | 1];
  opcode: number;
  opcodeName: string;
  masked: boolean;
  /** Masking key as eight hex digits. */
  mask?: string;
  /** Payload bytes. */
  length: number;
  /** Header and payload bytes. */
  wireLength: number;
  valid: boolean;
  error?: string;
}
interface WsMessage {
  event: 'ws.message';
  dir: Direction;
  type: 'text' | 'binary';
  bytes: number;
  wireBytes: number;
  fragments: number;
  compressed: boolean;
  text?: string;
  base64?: string;
  /** The payload fell out of the recording before it was read. */
  evicted?: true;
}
interface WsPing {
  event: 'ws.ping';
  dir: Direction;
  bytes: number;
  base64: string;
  evicted?: true;
}
interface WsPong {
  event: 'ws.pong';
  dir: Direction;
  bytes: number;
  base64: string;
  evicted?: true;
  /** Round-trip time, where this pong answers a ping of ours. */
  rttMs?: number;
}
interface WsClose {
  event: 'ws.close';
  dir: Direction;
  code: number;
  codeName: string;
  reason: string;
  clean: boolean;
}
interface WsReconnect {
  event: 'ws.reconnect';
  url: string;
  /** From 1. */
  attempt: number;
  /** How long is waited before it. */
  afterMs: number;
  /** What the server closed with, and what the connection or the last attempt was lost by. */
  closeCode?: number;
  code?: WireErrorCode;
}
interface UdpConnected {
  event: 'udp.connected';
  local: SocketAddress;
  remote: SocketAddress;
}
interface RawData {
  event: 'raw.data';
  dir: Direction;
  bytes: number;
  base64: string;
  evicted?: true;
}
interface ScriptLog {
  event: 'script.log';
  /** Where the script begins in the request file, from 1. */
  line: number;
  text: string;
}

interface ResponseSaved {
  event: 'response.saved';
  /** Where `>> file` stands in the request file, from 1. */
  line: number;
  path: string;
  bytes: number;
}

interface Expect {
  event: 'expect';
  /** Where it stands in the request file, from 1. */
  line: number;
  column?: number;
  text: string;
  passed: boolean;
  /** What came instead; empty where nothing came. */
  actual: string;
  /** What says so: an assertion `??`, or a test of a script; missing for a step of a conversation. */
  of?: 'assertion' | 'test';
  /** Why nothing came: the time was up, or the peer had closed. */
  missing?: 'timeout' | 'closed';
}
interface ExchangeFailed {
  event: 'exchange.failed';
  code: WireErrorCode;
  phase: FailurePhase;
  /** What happened, a sentence in English; hosts render their own from `code` and `params`. */
  message: string;
  /** What to try. */
  hint: string;
  /** The system's own words, e.g. `ECONNREFUSED`; `null` where there are none. */
  cause: string | null;
  params: Record<string, string>;
}
interface ExchangeCompleted {
  event: 'exchange.completed';
  outcome: Outcome;
  timings: Timings;
  bytes: { sent: number; received: number };
}

/** What an event says, without the envelope that the recording adds. */
export type WireEventBody =
  | ExchangeStarted
  | DnsStarted
  | DnsResolved
  | TcpAttempt
  | TcpFailed
  | TcpCancelled
  | TcpConnected
  | UnixConnect
  | UnixConnected
  | UnixFailed
  | ProxyConnect
  | ProxyRequest
  | ProxyResponse
  | ProxyConnected
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
  | TlsFailed
  | ConnectionReused
  | HttpRequest
  | HttpInformational
  | HttpResponse
  | HttpChunk
  | HttpTrailers
  | HttpBody
  | HttpRedirect
  | HttpChallenge
  | HttpRetry
  | SseEvent
  | SseReconnect
  | Http2Frame
  | WsHandshake
  | WsFrame
  | WsMessage
  | WsPing
  | WsPong
  | WsClose
  | WsReconnect
  | UdpConnected
  | RawData
  | ScriptLog
  | ResponseSaved
  | Expect
  | ExchangeFailed
  | ExchangeCompleted;

/** The name of an event. */
export type WireEventName = WireEventBody['event'];

/** The body of the event with this name. */
export type WireEventOf<N extends WireEventName> = Extract<WireEventBody, { event: N }>;

/**
 * One event of an exchange: the contract of the command line (`docs/events.md`), version 1, additive only.
 * `t` is milliseconds since the exchange began.
 */
export type WireEvent = {
  v: 1;
  t: number;
  exchange: number;
  connection?: number;
} & WireEventBody;
