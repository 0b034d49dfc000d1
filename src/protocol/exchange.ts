/** View models of an exchange: what a console, a lens or a tree shows. Types only; times in milliseconds. */

import type { ConnectionView } from './connectionView.ts';
import type { HopView, PhaseName } from './hopView.ts';
import type { CheckView, StepView } from './stepView.ts';

export type Direction = 'out' | 'in';
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
