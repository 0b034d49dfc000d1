import type { Direction } from '../wireFacts.ts';
import type { FrameFields } from '../sink.ts';

/** Two bytes, a 64-bit length and a masking key. */
const LONGEST_HEADER_BYTES = 14;
const TWO_TO_32 = 2 ** 32;
const TWO_TO_63 = 2 ** 63;

/**
 * Hears of frames while they are read. `frame` is one object for all frames: read it, do not keep it.
 * A call that returns false ends the reading: nothing that follows is looked at.
 */
export interface FrameListener {
  onHeader(frame: FrameFields): boolean;
  /** A piece of the payload, as on the wire (masked or not), when it does not come in one chunk. */
  onPayload(frame: FrameFields, chunk: Uint8Array, start: number, end: number): void;
  /** The frame is complete; `chunk[start..end)` is (the rest of) its payload. */
  onFrame(frame: FrameFields, chunk: Uint8Array, start: number, end: number): boolean;
}

/** Reads the frames of one direction out of chunks that are cut anywhere (RFC 6455 §5.2). Judges nothing. */
export class FrameReader {
  readonly #listener: FrameListener;
  readonly #frame: FrameFields;
  readonly #header = new Uint8Array(LONGEST_HEADER_BYTES);
  #headerBytes = 0;
  #missingBytes = 0;
  #inPayload = false;
  #chunkOffset: number;
  #stopped = false;

  /** `offset` is where the first frame begins in the connection's byte log. */
  constructor(connection: number, direction: Direction, offset: number, listener: FrameListener) {
    this.#listener = listener;
    this.#chunkOffset = offset;
    this.#frame = {
      connection,
      direction,
      fin: false,
      rsv: 0,
      opcode: 0,
      masked: false,
      mask: 0,
      headerBytes: 0,
      payloadBytes: 0,
      offset,
    };
  }

  /** The frame whose header was read and whose payload is not complete. */
  get unfinished(): FrameFields | null {
    return this.#inPayload && !this.#stopped ? this.#frame : null;
  }

  /** Looks at nothing that follows. */
  stop(): void {
    this.#stopped = true;
  }

  /** Reads the next chunk of the direction. */
  read(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      at = this.#inPayload ? this.#readPayload(chunk, at) : this.#readHeader(chunk, at);
    }
    this.#chunkOffset += chunk.length;
  }

  #readHeader(chunk: Uint8Array, start: number): number {
    if (this.#headerBytes > 0) return this.#readSplitHeader(chunk, start);
    const length = this.#parseHeader(chunk, start, chunk.length - start);
    if (length === 0) return this.#keepHeaderBytes(chunk, start);
    return this.#beginFrame(chunk, start, start + length);
  }

  #keepHeaderBytes(chunk: Uint8Array, start: number): number {
    this.#header.set(chunk.subarray(start));
    this.#headerBytes = chunk.length - start;
    return chunk.length;
  }

  #readSplitHeader(chunk: Uint8Array, start: number): number {
    const begin = start - this.#headerBytes;
    let at = start;
    let length = 0;
    while (at < chunk.length && length === 0) {
      this.#header[this.#headerBytes++] = chunk[at++]!;
      length = this.#parseHeader(this.#header, 0, this.#headerBytes);
    }
    if (length === 0) return at;
    this.#headerBytes = 0;
    return this.#beginFrame(chunk, begin, at);
  }

  #beginFrame(chunk: Uint8Array, headerStart: number, payloadStart: number): number {
    const frame = this.#frame;
    frame.offset = this.#chunkOffset + headerStart;
    if (!this.#listener.onHeader(frame)) {
      this.#stopped = true;
      return payloadStart;
    }
    const payloadEnd = payloadStart + frame.payloadBytes;
    if (payloadEnd <= chunk.length) {
      this.#stopped = !this.#listener.onFrame(frame, chunk, payloadStart, payloadEnd);
      return payloadEnd;
    }
    this.#inPayload = true;
    this.#missingBytes = frame.payloadBytes;
    return payloadStart;
  }

  #readPayload(chunk: Uint8Array, start: number): number {
    const end = start + this.#missingBytes;
    if (end > chunk.length) {
      this.#listener.onPayload(this.#frame, chunk, start, chunk.length);
      this.#missingBytes = end - chunk.length;
      return chunk.length;
    }
    this.#inPayload = false;
    this.#stopped = !this.#listener.onFrame(this.#frame, chunk, start, end);
    return end;
  }

  /** Fills in the frame from the `available` bytes at `at`; returns the header's length, or 0 if bytes are missing. */
  #parseHeader(bytes: Uint8Array, at: number, available: number): number {
    if (available < 2) return 0;
    const first = bytes[at]!;
    const second = bytes[at + 1]!;
    const masked = second > 127;
    const shortLength = second & 0x7f;
    const lengthEnd = shortLength < 126 ? 2 : shortLength === 126 ? 4 : 10;
    const headerBytes = masked ? lengthEnd + 4 : lengthEnd;
    if (available < headerBytes) return 0;
    const frame = this.#frame;
    frame.fin = first > 127;
    frame.rsv = (first >> 4) & 0x7;
    frame.opcode = first & 0xf;
    frame.masked = masked;
    frame.mask = masked ? uint32At(bytes, at + lengthEnd) : 0;
    frame.headerBytes = headerBytes;
    frame.payloadBytes = shortLength < 126 ? shortLength : longLengthAt(bytes, at + 2, lengthEnd);
    return headerBytes;
  }
}

function longLengthAt(bytes: Uint8Array, at: number, lengthEnd: number): number {
  if (lengthEnd === 4) return bytes[at]! * 256 + bytes[at + 1]!;
  const high = uint32At(bytes, at);
  const length = high * TWO_TO_32 + uint32At(bytes, at + 4);
  // 2^63 - 1 would round up to the length that has the forbidden highest bit set.
  return high < 0x8000_0000
    ? Math.min(length, Number.MAX_SAFE_INTEGER)
    : Math.max(length, TWO_TO_63);
}

function uint32At(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  );
}
