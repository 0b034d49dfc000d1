/** View models of one request and its answer. */

import type { SocketAddress } from './connectionView.ts';

export type HeaderField = readonly [name: string, value: string];
export type PhaseName = 'blocked' | 'dns' | 'tcp' | 'proxy' | 'tls' | 'send' | 'wait' | 'receive';

/** A phase of a hop, since the exchange began; `endMs` is null while it lasts. */
export interface PhaseSpan {
  phase: PhaseName;
  startMs: number;
  endMs: number | null;
  /** The phase in which the exchange failed. */
  failed?: true;
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
