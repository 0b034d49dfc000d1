import { FRAME_HEADER_BYTES } from './frameHeader.ts';
import { FrameFlag, FrameType } from './frameType.ts';

/** Payloads of frames other than DATA that are put together; larger ones are only counted. */
const PAYLOAD_LIMIT_BYTES = 64 * 1024;

/** A frame as it stands in the bytes of one direction (RFC 9113 §4.1). */
export interface RawFrame {
  type: number;
  flags: number;
  stream: number;
  /** Of the payload. */
  lengthBytes: number;
  /** Offset of its header in the byte log of the direction. */
  offset: number;
  /** `null` for DATA, and where it is too large. */
  payload: Buffer | null;
  /** Bytes of DATA that are no content: its padding and their number in front (RFC 9113 §6.1). */
  paddingBytes: number;
}

/**
 * Finds the frames in the bytes of one direction. DATA, and what is too large to hold, is told when its header is
 * there (and what says how it is padded), all others when they are complete.
 */
export class Http2FrameReader {
  readonly #onFrame: (frame: RawFrame) => void;
  readonly #held = Buffer.alloc(FRAME_HEADER_BYTES);
  #heldBytes = 0;
  #skipBytes: number;
  #frame: RawFrame | null = null;
  #payloadBytes = 0;

  /** `prefaceBytes`: what stands before the first frame. */
  constructor(prefaceBytes: number, onFrame: (frame: RawFrame) => void) {
    this.#skipBytes = prefaceBytes;
    this.#onFrame = onFrame;
  }

  /** Takes the next bytes, which stand at `offset` in the byte log. */
  read(chunk: Buffer, offset: number): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skipBytes > 0) at += this.#skip(chunk.length - at);
      else if (this.#frame === null) at += this.#readHeader(chunk, at, offset);
      else at += this.#readPayload(chunk, at);
    }
  }

  #skip(availableBytes: number): number {
    const skipped = Math.min(this.#skipBytes, availableBytes);
    this.#skipBytes -= skipped;
    return skipped;
  }

  #readHeader(chunk: Buffer, at: number, offset: number): number {
    const taken = chunk.copy(
      this.#held,
      this.#heldBytes,
      at,
      at + FRAME_HEADER_BYTES - this.#heldBytes,
    );
    this.#heldBytes += taken;
    if (this.#heldBytes === FRAME_HEADER_BYTES) {
      this.#heldBytes = 0;
      this.#begin(offset + at + taken - FRAME_HEADER_BYTES);
    }
    return taken;
  }

  #begin(offset: number): void {
    const lengthBytes = this.#held.readUIntBE(0, 3);
    const type = this.#held[3]!;
    const frame: RawFrame = {
      type,
      flags: this.#held[4]!,
      stream: this.#held.readUInt32BE(5) & 0x7fff_ffff,
      lengthBytes,
      offset,
      payload: null,
      paddingBytes: 0,
    };
    if (isPaddedData(frame)) {
      this.#frame = frame;
    } else if (type === FrameType.data || lengthBytes > PAYLOAD_LIMIT_BYTES) {
      this.#skipBytes = lengthBytes;
      this.#onFrame(frame);
    } else if (lengthBytes === 0) {
      this.#onFrame({ ...frame, payload: Buffer.alloc(0) });
    } else {
      frame.payload = Buffer.allocUnsafe(lengthBytes);
      this.#payloadBytes = 0;
      this.#frame = frame;
    }
  }

  #readPayload(chunk: Buffer, at: number): number {
    const frame = this.#frame!;
    if (frame.payload === null) return this.#readPadLength(frame, chunk[at]!);
    const taken = chunk.copy(frame.payload, this.#payloadBytes, at);
    this.#payloadBytes += taken;
    if (this.#payloadBytes === frame.lengthBytes) {
      this.#frame = null;
      this.#onFrame(frame);
    }
    return taken;
  }

  #readPadLength(frame: RawFrame, padLength: number): number {
    frame.paddingBytes = Math.min(padLength + 1, frame.lengthBytes);
    this.#frame = null;
    this.#skipBytes = frame.lengthBytes - 1;
    this.#onFrame(frame);
    return 1;
  }
}

function isPaddedData({ type, flags, lengthBytes }: RawFrame): boolean {
  return type === FrameType.data && (flags & FrameFlag.padded) !== 0 && lengthBytes > 0;
}
