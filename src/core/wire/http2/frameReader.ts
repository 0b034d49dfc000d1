import { FRAME_HEADER_BYTES } from './frameHeader.ts';
import { FrameFlag, FrameType } from './frameType.ts';

/** Payloads of frames other than DATA that are put together; larger ones are only counted. */
const PAYLOAD_LIMIT_BYTES = 64 * 1024;

const NOTHING = Buffer.alloc(0);

/** A frame as it stands in the bytes of one direction (RFC 9113 §4.1). */
export interface RawFrame {
  type: number;
  flags: number;
  stream: number;
  /** Of the payload. */
  lengthBytes: number;
  /** Offset of its header in the byte log of the direction. */
  offset: number;
  /** `null` for DATA, and where it is too large. A view of what was read: to keep it is to copy it. */
  payload: Buffer | null;
  /**
   * Bytes of DATA that are no content: its padding and their number in front (RFC 9113 §6.1). More than
   * `lengthBytes` where the frame is wrong.
   */
  paddingBytes: number;
}

/** Gets the frames of one direction. */
export interface FrameListener {
  /** DATA, and what is too large to hold, when its header is there (and what says how it is padded); others complete. */
  frame(frame: RawFrame): void;
  /** A piece of the content of the DATA frame told last. A view of what was read. */
  content(frame: RawFrame, bytes: Buffer): void;
  /** The DATA frame told last is complete. */
  contentEnded(frame: RawFrame): void;
}

/** Finds the frames in the bytes of one direction. */
export class Http2FrameReader {
  readonly #listener: FrameListener;
  readonly #held = Buffer.alloc(FRAME_HEADER_BYTES);
  #heldBytes = 0;
  #skipBytes: number;
  /** Whose payload is being read. */
  #frame: RawFrame | null = null;
  #payload: Buffer | null = null;
  /** Of the payload, what is still to come. */
  #restBytes = 0;

  /** `prefaceBytes`: what stands before the first frame. */
  constructor(prefaceBytes: number, listener: FrameListener) {
    this.#skipBytes = prefaceBytes;
    this.#listener = listener;
  }

  /** Takes the next bytes, which stand at `offset` in the byte log. */
  read(chunk: Buffer, offset: number): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skipBytes > 0) at += this.#skip(chunk.length - at);
      else if (this.#frame === null) at += this.#readHeader(chunk, at, offset);
      else if (this.#frame.type === FrameType.data) at += this.#readData(this.#frame, chunk, at);
      else at += this.#readPayload(this.#frame, chunk, at);
    }
  }

  #skip(availableBytes: number): number {
    const skipped = Math.min(this.#skipBytes, availableBytes);
    this.#skipBytes -= skipped;
    return skipped;
  }

  #readHeader(chunk: Buffer, at: number, offset: number): number {
    if (this.#heldBytes === 0 && chunk.length - at >= FRAME_HEADER_BYTES) {
      this.#begin(chunk, at, offset + at);
      return FRAME_HEADER_BYTES;
    }
    const end = at + FRAME_HEADER_BYTES - this.#heldBytes;
    const taken = chunk.copy(this.#held, this.#heldBytes, at, end);
    this.#heldBytes += taken;
    if (this.#heldBytes === FRAME_HEADER_BYTES) {
      this.#heldBytes = 0;
      this.#begin(this.#held, 0, offset + at + taken - FRAME_HEADER_BYTES);
    }
    return taken;
  }

  #begin(bytes: Buffer, at: number, offset: number): void {
    const lengthBytes = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    const frame: RawFrame = {
      type: bytes[at + 3]!,
      flags: bytes[at + 4]!,
      stream: bytes.readUInt32BE(at + 5) & 0x7fff_ffff,
      lengthBytes,
      offset,
      payload: null,
      paddingBytes: 0,
    };
    if (frame.type === FrameType.data) this.#beginData(frame);
    else if (lengthBytes > PAYLOAD_LIMIT_BYTES) {
      this.#skipBytes = lengthBytes;
      this.#listener.frame(frame);
    } else if (lengthBytes === 0) {
      frame.payload = NOTHING;
      this.#listener.frame(frame);
    } else {
      this.#frame = frame;
      this.#restBytes = lengthBytes;
    }
  }

  /** What is padded is told when the length of its padding is there. */
  #beginData(frame: RawFrame): void {
    this.#frame = frame;
    this.#restBytes = frame.lengthBytes;
    const isPadded = (frame.flags & FrameFlag.padded) !== 0 && frame.lengthBytes > 0;
    if (!isPadded) this.#listener.frame(frame);
    if (frame.lengthBytes === 0) this.#endData(frame);
  }

  #readData(frame: RawFrame, chunk: Buffer, at: number): number {
    const isPadLength =
      this.#restBytes === frame.lengthBytes && (frame.flags & FrameFlag.padded) !== 0;
    if (isPadLength) return this.#readPadLength(frame, chunk[at]!);
    const taken = Math.min(this.#restBytes, chunk.length - at);
    const behindBytes = Math.max(0, frame.paddingBytes - 1);
    const contentBytes = Math.min(taken, this.#restBytes - behindBytes);
    if (contentBytes > 0) this.#listener.content(frame, chunk.subarray(at, at + contentBytes));
    this.#restBytes -= taken;
    if (this.#restBytes === 0) this.#endData(frame);
    return taken;
  }

  #readPadLength(frame: RawFrame, padLength: number): number {
    frame.paddingBytes = padLength + 1;
    this.#restBytes--;
    this.#listener.frame(frame);
    if (this.#restBytes === 0) this.#endData(frame);
    return 1;
  }

  #endData(frame: RawFrame): void {
    this.#frame = null;
    this.#listener.contentEnded(frame);
  }

  /** In one piece, as most come, it needs no copy. */
  #readPayload(frame: RawFrame, chunk: Buffer, at: number): number {
    const taken = Math.min(this.#restBytes, chunk.length - at);
    if (taken === frame.lengthBytes) frame.payload = chunk.subarray(at, at + taken);
    else {
      this.#payload ??= Buffer.allocUnsafe(frame.lengthBytes);
      chunk.copy(this.#payload, frame.lengthBytes - this.#restBytes, at, at + taken);
    }
    this.#restBytes -= taken;
    if (this.#restBytes === 0) this.#endPayload(frame);
    return taken;
  }

  #endPayload(frame: RawFrame): void {
    frame.payload ??= this.#payload;
    this.#payload = null;
    this.#frame = null;
    this.#listener.frame(frame);
  }
}
