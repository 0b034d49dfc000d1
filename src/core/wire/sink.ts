import type { ConnectionFacts } from './dialer/connection.ts';
import type { WireEventBody } from './events.ts';
import type { Direction, HeaderField, Outcome } from './wireFacts.ts';
import type { StalledBy } from './http2/flowControl.ts';
import type { FrameFault } from './http2/frameFault.ts';
import type { StreamState } from './http2/streamState.ts';
import type { WireError } from '../errors/wireError.ts';

/** The phases of the way to a response, in the order in which they happen. */
export type PhaseName = 'blocked' | 'dns' | 'tcp' | 'proxy' | 'tls' | 'send' | 'wait' | 'receive';

/**
 * Where one socket is recorded. Implemented by the recording; the wire only writes.
 * All times are taken by the sink when it is called.
 */
export interface ConnectionSink {
  readonly id: number;
  /** Copies plaintext bytes into the byte log of that direction; returns their offset in it. */
  bytes(direction: Direction, chunk: Uint8Array): number;
  /** Counts bytes of the ciphertext tap (TLS records), which are not kept. */
  cipherBytes(direction: Direction, lengthBytes: number): void;
  /** Hot path: one HTTP/2 frame. */
  http2Frame(frame: Http2FrameFields): void;
  /** The socket is ready (after TLS): what is known of it. */
  opened(facts: ConnectionFacts): void;
  /** `stray` is what came that nobody had asked for. */
  closed(by: 'local' | 'remote' | 'error', reason?: string, stray?: Uint8Array): void;
}

/** An HTTP/2 frame as read from the byte log of its direction; never kept by the sink. */
export interface Http2FrameFields {
  direction: Direction;
  type: number;
  flags: number;
  stream: number;
  /** Of the payload. */
  lengthBytes: number;
  /** Of DATA: what is no content, in front of it one byte that says how much. */
  paddingBytes: number;
  /** Offset of the frame header in the connection's byte log. */
  offset: number;
  /** Of the stream, with this frame; `null` for frames of the connection. */
  state: StreamState | null;
  /** Header fields of the block that the frame completes. */
  fields: HeaderField[] | null;
  /** How long a DATA frame had waited for a WINDOW_UPDATE, and of which window. */
  stalledMs: number;
  stalledBy: StalledBy | null;
  /** What is wrong with it. */
  fault: FrameFault | null;
}

/** A chunk of the chunked transfer coding (RFC 9112 §7.1); never kept by the sink. The last one has size 0. */
export interface ChunkFields {
  connection: number;
  direction: Direction;
  /** Offset of its size line in the connection's byte log. */
  offset: number;
  /** Of the size line with its end. */
  headerBytes: number;
  sizeBytes: number;
}

/** A WebSocket frame as read from the byte log of its direction; numbers only, never kept by the sink. */
export interface FrameFields {
  connection: number;
  direction: Direction;
  fin: boolean;
  /** RSV1..3 as the three bits of a number, RSV1 the highest (4). */
  rsv: number;
  opcode: number;
  masked: boolean;
  /** Masking key as an unsigned 32-bit number, big-endian. */
  mask: number;
  headerBytes: number;
  payloadBytes: number;
  /** Offset of the first header byte in the connection's byte log. */
  offset: number;
}

/** A complete message: the frames from `firstFrame` to `lastFrame` of its direction. */
export interface MessageFields {
  direction: Direction;
  type: 'text' | 'binary';
  firstFrame: number;
  lastFrame: number;
  fragments: number;
  compressed: boolean;
  /** Decoded bytes; needed where the message was compressed, else read from the frames. */
  inflated?: Uint8Array;
  bytes: number;
  wireBytes: number;
}

/** How a step of a conversation stands. */
export type StepState = 'running' | 'done' | 'failed';

/** A received message, read back from the recording. */
export interface ReceivedMessage {
  /** Its place in the log of messages. */
  row: number;
  type: 'text' | 'binary';
  bytes: number;
  /** Only valid until the next turn of the event loop; `null` where it fell out of the recording. */
  payload: Buffer | null;
}

/** What one read of a raw socket brought, or one datagram. */
export interface ReceivedChunk extends ReceivedMessage {
  /** Where it begins in the stream. */
  offset: number;
}

/** Where one exchange is recorded. Implemented by the recording; the wire only writes. */
export interface ExchangeSink {
  readonly id: number;
  /** Records an event; `connection` is the socket it happened on. */
  emit(event: WireEventBody, connection?: number): void;
  /** Marks the start or end of a phase of the current hop (a redirect begins a new hop). */
  phase(phase: PhaseName, edge: 'start' | 'end'): void;
  /** Where one phase of the current hop ends the next begins; `null` is none. */
  nextPhase(ended: PhaseName | null, begun: PhaseName | null): void;
  /** The exchange now uses this socket: its bytes belong to the exchange from here on. */
  useConnection(connection: number): void;
  /** The exchange now uses this HTTP/2 stream: its frames belong to the exchange from here on. */
  useStream(connection: number, stream: number): void;
  /** Hot path: a chunk of a body begins. */
  chunk(chunk: ChunkFields): void;
  /**
   * One decoded chunk of the response body, and how many bytes it was on the wire. `offset` is where it stands in the
   * connection's byte log as it is, right behind the chunk before.
   */
  bodyChunk(decoded: Uint8Array, wireBytes: number, offset?: number | null): void;
  /** The response body has ended: `encoding` was undone; the sink emits `http.body`. */
  bodyEnd(encoding: string): void;
  /** Hot path: one WebSocket frame. Returns its number, counted from 0 over both directions. */
  frame(frame: FrameFields): number;
  /** What is wrong with a frame that was recorded (it stays in the log, marked invalid). */
  frameError(frame: number, error: WireError): void;
  /** Hot path: one complete message. */
  message(message: MessageFields): number;
  /** A pong that answers a ping of ours. Shown on that frame's row and in the `ws.pong` event. */
  roundTrip(pongFrame: number, rttMs: number): void;
  /** The WebSocket is open (101 was accepted), so the state of the exchange is `open`. */
  opened(): void;
  /** The closing handshake has begun. */
  closing(): void;
  /** Where the conversation stands: the step in that line of the request file. */
  step(line: number, state: StepState): void;
  /** The conversation took a value out of what it received. */
  captured(name: string, value: string): void;
  /** Messages recorded so far, over all connections. */
  readonly messageCount: number;
  /** The first received message at or behind a place in the log; `null` where there is none yet. */
  receivedMessage(from: number): ReceivedMessage | null;
  /** Hot path: bytes of a raw socket passed, one chunk of its byte log. */
  rawData(direction: Direction): void;
  /** The first received chunk of a raw socket at or behind a place in the log; `null` where there is none yet. */
  receivedChunk(from: number): ReceivedChunk | null;
  /** Bytes received on a raw socket, by their place in the stream; `null` where they fell out of the recording. */
  receivedBytes(offset: number, lengthBytes: number): Buffer | null;
  /** All of the answer has come: what happens from here on is no time of the wire. */
  ended(): void;
  /** The exchange is over. Emits `exchange.failed` (where there is an error), then `exchange.completed`. */
  complete(outcome: Outcome, error?: WireError): void;
}

/** The recording, as the wire sees it. */
export interface WireRecorder {
  openConnection(): ConnectionSink;
  /** The bytes of one HTTP/2 stream that an exchange speaks another protocol on (RFC 8441): counted on their own. */
  openStream(connection: number, stream: number, exchange: number): ConnectionSink;
}
