/** View models of an exchange: what a console, a lens or a tree shows. Types only; times in milliseconds. */

export type Direction = 'out' | 'in';
export type HeaderField = readonly [name: string, value: string];
export type ExchangeKind = 'http' | 'websocket' | 'sse' | 'graphql' | 'tcp' | 'tls' | 'udp';

/** `open` and `closing` are a WebSocket's; `completed`, `closed`, `failed` and `cancelled` are final. */
export type ExchangeState =
  | 'connecting'
  | 'waiting'
  | 'receiving'
  | 'open'
  | 'closing'
  | 'completed'
  | 'closed'
  | 'failed'
  | 'cancelled';

export type PhaseName = 'blocked' | 'dns' | 'tcp' | 'proxy' | 'tls' | 'send' | 'wait' | 'receive';

/** A phase of a hop, since the exchange began; `endMs` is null while it lasts. */
export interface PhaseSpan {
  phase: PhaseName;
  startMs: number;
  endMs: number | null;
  /** The phase in which the exchange failed. */
  failed?: true;
}

/** Counters that a header or a lens shows. */
export interface ExchangeCounts {
  framesOut: number;
  framesIn: number;
  messagesOut: number;
  messagesIn: number;
  /** Bytes on the wire, plaintext side. */
  bytesOut: number;
  bytesIn: number;
}

/** A failure, for people: `message` and `hint` are already in the UI's language. */
export interface FailureView {
  code: string;
  phase: string;
  message: string;
  hint: string;
  cause: string | null;
  params: Record<string, string>;
}

/** What lists and lenses need of an exchange. */
export interface ExchangeSummary {
  id: number;
  kind: ExchangeKind;
  name: string | null;
  method: string;
  url: string;
  file: string;
  line: number;
  /** Milliseconds since the epoch. */
  startedAtMs: number;
  state: ExchangeState;
  status: number | null;
  reason: string | null;
  /** Start to end, or to now while it lasts; for a WebSocket, how long it took to open. */
  elapsedMs: number;
  /** When a WebSocket opened, milliseconds since the epoch. */
  openedAtMs: number | null;
  reused: boolean;
  httpVersion: string | null;
  counts: ExchangeCounts;
  close: CloseView | null;
  failure: FailureView | null;
  /** How many assertions and tests passed and failed. */
  checked: { passed: number; failed: number; logged: number };
  /** Grows with every change: a reader that holds an older number is out of date. */
  revision: number;
}

/** The end of a WebSocket. */
export interface CloseView {
  code: number;
  codeName: string;
  reason: string;
  by: 'us' | 'peer';
  clean: boolean;
}

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

/** One attempt to reach an address (Happy Eyeballs, RFC 8305). */
export interface AttemptView {
  remote: SocketAddress;
  startMs: number;
  endMs: number | null;
  /** null while it runs, `connected`, why it was given up (as in `tcp.cancelled`), or the system's error code. */
  result: string | null;
}

/** One step with a proxy: TLS, a request for a tunnel, the SOCKS dialogue. */
export interface ProxyStepView {
  /** As it is on the wire: `TLS`, `CONNECT host:443`, `SOCKS host:443`. */
  name: string;
  startMs: number;
  endMs: number | null;
  /** null while it runs, `ok`, a status, or an error code. */
  result: string | null;
}

export interface RequestHeadView {
  method: string;
  target: string;
  httpVersion: string;
  headers: HeaderField[];
  bodyLength: number | null;
}

export interface ResponseHeadView {
  httpVersion: string;
  status: number;
  reason: string;
  headers: HeaderField[];
}

/** The response body of a hop. */
export interface BodyView {
  contentType: string | null;
  /** Media type's charset, or what was assumed. */
  charset: string;
  encoding: string;
  wireBytes: number;
  /** Decoded bytes received. */
  bytes: number;
  /** Decoded bytes kept, to be read as payload slices; less than `bytes` where the limit was reached. */
  keptBytes: number;
  /** The rows of the log of events: lines, or pieces as they came; null where there is nothing to watch. */
  streamed: 'lines' | 'pieces' | null;
  complete: boolean;
}

/** What led to a further hop. */
export type HopCause = 'redirect' | 'retry' | 'reconnect' | 'challenge';

/** One request and its answer; a redirect, a retry, a stream that is taken up again or an answered challenge adds a hop. */
export interface HopView {
  url: string;
  /** null for the first hop. */
  cause: HopCause | null;
  /** Error code of what closed a reused connection before an answer; the next hop sends the request again. */
  lostBy: string | null;
  request: RequestHeadView | null;
  informational: { status: number; headers: HeaderField[] }[];
  response: ResponseHeadView | null;
  /** Fields behind the body. */
  trailers: HeaderField[];
  body: BodyView | null;
  connection: number | null;
  /** Requests the socket had carried before this one; 0 is a new socket. */
  requestsBefore: number;
  dns: { host: string; addresses: string[] } | null;
  attempts: AttemptView[];
  proxySteps?: ProxyStepView[];
  phases: PhaseSpan[];
}

/** The check of `Sec-WebSocket-Accept`, step by step (RFC 6455 §4.2.2). */
export interface HandshakeView {
  key: string;
  accept: string | null;
  acceptExpected: string;
  acceptOk: boolean;
  /** Opened by an extended CONNECT of HTTP/2 (RFC 8441): there is no key and no Accept. */
  extendedConnect: boolean;
  /** SHA-1 of key + GUID, lower-case hex with blanks between the bytes. */
  sha1: string;
  protocolsOffered: string[];
  protocol: string | null;
  extensionsOffered: string[];
  extensions: { name: string; params: Record<string, string | true> }[];
  status: number;
}

/** A line of an `=== expect` and how it went. */
export interface ExpectationView {
  line: number;
  text: string;
  passed: boolean;
  /** What came instead; empty where nothing came. */
  actual: string;
  missing?: 'timeout' | 'closed';
}

/** An assertion or a test of a script, and how it went. */
export interface CheckView {
  /** In the request file, from 1. */
  line: number;
  text: string;
  passed: boolean;
  /** What was there, or why the test failed. */
  actual: string;
}

/** A step of a conversation and how it stands. */
export interface StepView {
  line: number;
  /** As written in the request file. */
  text: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** When it began; null while it waits for its turn. */
  timeMs: number | null;
  /** How often it was begun; more than once inside a `repeat`. */
  rounds: number;
  expectations: ExpectationView[];
}

/** Everything a console shows around the rows. */
export interface ExchangeView extends ExchangeSummary {
  hops: HopView[];
  connection: ConnectionView | null;
  handshake: HandshakeView | null;
  /** Of a conversation, in the order of the file. */
  steps: StepView[];
  /** Assertions and tests that came last, in the order in which they ran. */
  checks: CheckView[];
  /** What scripts logged last. */
  logs: string[];
  /** Present once the exchange is over. */
  timings: (Record<PhaseName, number | null> & { total: number }) | null;
  /** Ratio of decoded to wire bytes over compressed messages; null without permessage-deflate. */
  deflateRatio: number | null;
  /** Bytes that fell out of the recording because its limit was reached. */
  evictedBytes: number;
}
