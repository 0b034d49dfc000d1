import type { FailurePhase, WireErrorCode } from '../errors/wireError.ts';
import type { Direction, HeaderField } from './wireFacts.ts';
import type { Http2Facts } from '../../protocol/http2Facts.ts';

interface HttpRequest {
  event: 'http.request';
  method: string;
  target: string;
  httpVersion: string;
  headers: HeaderField[];
  /** Bytes of the body; `null` when it is streamed with an unknown length. */
  bodyLength: number | null;
  /** The proxy that passes it on, without credentials; missing where there is none or a tunnel through it. */
  proxy?: string;
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
  /** Codings that nobody here undoes, in the order in which they were applied: the body is as it came. */
  undecoded?: string;
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

interface Http2Frame extends Http2Facts {
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
  /** DATA that had waited so long for a WINDOW_UPDATE, and of which window. */
  stalledMs?: number;
  stalledBy?: 'stream' | 'connection';
  valid: boolean;
  error?: string;
}

/** What is told of requests and responses, HTTP/2 frames and server-sent events. */
export type HttpEvent =
  | HttpRequest
  | HttpInformational
  | HttpResponse
  | HttpChunk
  | HttpTrailers
  | HttpBody
  | HttpRedirect
  | HttpRetry
  | HttpChallenge
  | SseEvent
  | SseReconnect
  | Http2Frame;
