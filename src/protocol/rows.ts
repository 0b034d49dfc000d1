import type { Direction } from './exchange.ts';
import type { ExpectationView } from './stepView.ts';
import type { Http2Facts } from './http2Facts.ts';

/** The logs that can be read by row: frames, messages, bytes as they passed the tap, server-sent events, HTTP/2 frames. */
export type RowSource = 'frames' | 'messages' | 'wire' | 'events' | 'http2' | 'data';

/** `data`, `headers` and `control` (all others) are those of HTTP/2 frames. */
export type RowType =
  'text' | 'binary' | 'cont' | 'ping' | 'pong' | 'close' | 'other' | 'data' | 'headers' | 'control';

/** What to show of a log. An empty list of directions or types lets all pass. */
export interface RowFilter {
  directions: Direction[];
  types: RowType[];
  /** Text (case-insensitive), or `/regex/flags`. */
  text: string;
}

/** Asks for `count` rows from the `from`-th that pass the filter. */
export interface RowsQuery {
  exchange: number;
  source: RowSource;
  filter: RowFilter;
  from: number;
  count: number;
}

/** Why a frame is invalid: facts, from which its sentence is made in any language. */
export interface RowFault {
  code: string;
  params: Record<string, string>;
}

/** One row of a log, for one line of a grid. */
export interface LogRow {
  /** Number of the row in its log, from 0, whatever the filter. */
  row: number;
  /** Since the exchange began. */
  timeMs: number;
  /** Since the row before it in the log. */
  deltaMs: number;
  direction: Direction;
  type: RowType;
  /** What the type is called by the protocol, where this says more. */
  label?: string;
  lengthBytes: number;
  /** At most 300 characters; control characters shown as symbols. */
  preview: string;
  /** Where the filter's text is in the preview. */
  matches: { start: number; end: number }[];
  /** A fragment: its place in the message, and whether it is the last. */
  fragment?: { index: number; final: boolean };
  /** Of a byte stream: where the row's bytes begin in it. */
  offset?: number;
  rttMs?: number;
  /** The frame had waited for a WINDOW_UPDATE. */
  stall?: StallView;
  /** What a conversation had expected here, and how it went. */
  expectations?: ExpectationView[];
  /** Why the frame is invalid, in the UI's language. */
  error?: string;
  /** The facts of `error`. */
  fault?: RowFault;
  /** The row, or its payload, fell out of the recording. */
  evicted?: true;
}

/** Rows, and how many there are in all. */
export interface RowsWindow {
  from: number;
  rows: LogRow[];
  /** Rows that pass the filter. */
  matched: number;
  /** Rows in the log. */
  total: number;
  /** False while the index still grows over older rows. */
  complete: boolean;
  /** The filter is not a regular expression that works; the text was searched as it stands. */
  invalidRegex?: true;
}

/** Frame header bit by bit (RFC 6455 §5.2). */
export interface FrameHeaderView {
  fin: boolean;
  rsv: [0 | 1, 0 | 1, 0 | 1];
  opcode: number;
  opcodeName: string;
  masked: boolean;
  mask: string | null;
  lengthEncoding: '7 bit' | '16 bit' | '64 bit';
  payloadBytes: number;
  headerBytes: number;
}

/** How long an HTTP/2 frame had waited, and for which flow-control window (RFC 9113 §5.2). */
export interface StallView {
  by: 'stream' | 'connection';
  waitedMs: number;
}

/** An HTTP/2 frame: its header (RFC 9113 §4.1) and what its payload says. */
export interface Http2FrameView extends Http2Facts {
  type: number;
  typeName: string;
  flags: number;
  flagNames: string[];
  stream: number;
  /** Of the stream, with this frame; null for frames of the connection. */
  state: string | null;
}

/** Everything about one row but its payload, which is read in slices. */
export interface RowDetail {
  row: number;
  source: RowSource;
  timeMs: number;
  direction: Direction;
  type: RowType;
  /** As in `LogRow`. */
  label?: string;
  /** Bytes of the decoded payload. */
  payloadBytes: number;
  wireBytes: number;
  compressed: boolean;
  header: FrameHeaderView | null;
  http2?: Http2FrameView;
  stall?: StallView;
  /** Close frames: the code and reason. */
  close: { code: number | null; codeName: string; reason: string } | null;
  message: { firstFrame: number; lastFrame: number; fragments: number; bytes: number } | null;
  rttMs: number | null;
  /** As in `LogRow`. */
  expectations?: ExpectationView[];
  error: (RowFault & { message: string; rfc: string | null }) | null;
  /** Bytes fell out of the recording. */
  evicted: boolean;
  /** Borders to draw in a hex dump of a `wire` row: offsets in the payload. */
  borders: WireBorder[];
}

/** Where a part of a message or a frame begins. */
export interface WireBorder {
  offset: number;
  /** In English, or the protocol's own words. */
  label: string;
  /** A part of an HTTP/1.1 message, to be named in the UI's language. */
  part?: 'interim' | 'head' | 'body' | 'chunk' | 'lastChunk' | 'trailers';
  /** Status of an interim head, size of a chunk. */
  number?: number;
  /** Extension of a chunk. */
  extension?: string;
}

/** Bytes of a payload: a row's, the response body's or the request body's (of one hop). */
export type PayloadRef =
  | { exchange: number; of: 'row'; source: RowSource; row: number }
  | { exchange: number; of: 'response'; hop: number }
  | { exchange: number; of: 'request'; hop: number };

/** A slice of a payload, secrets masked. */
export interface PayloadSlice {
  bytes: Uint8Array;
  totalBytes: number;
}
