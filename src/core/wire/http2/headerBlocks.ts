import type { WireErrorCode } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';
import { FIELDS_LIMIT_BYTES, HpackDecoder } from './hpackDecoder.ts';
import type { DecodedBlock } from './hpackDecoder.ts';

/** A block of more encoded bytes is not put together, and the state of HPACK is lost with it. */
const BLOCK_LIMIT_BYTES = 1024 * 1024;
const PRIORITY_BYTES = 5;
const PROMISED_STREAM_BYTES = 4;

/** What a frame brought of header fields. */
export interface BlockStep {
  /** Of the block that the frame completes; `null` where it completes none, or one that cannot be decoded. */
  fields: HeaderField[] | null;
  /** What is wrong with the block. */
  fault: WireErrorCode | null;
}

const nothing: BlockStep = { fields: null, fault: null };

/** Puts the header blocks of one direction together (RFC 9113 §4.3) and decodes them. */
export class HeaderBlocks {
  readonly #decoder = new HpackDecoder();
  #fragments: Buffer[] = [];
  #bytes = 0;
  #frames = 0;
  #wasBroken = false;

  /** Frames of the block that has not ended; 0 where none is open. */
  get openFrames(): number {
    return this.#frames;
  }

  /** Takes every frame of the direction. */
  take({ type, flags, payload }: RawFrame): BlockStep {
    const isBlock =
      type === FrameType.headers ||
      type === FrameType.continuation ||
      type === FrameType.pushPromise;
    if (!isBlock) return nothing;
    const isWhole = (flags & FrameFlag.endHeaders) !== 0;
    if (payload === null) this.#decoder.lose();
    else {
      const isNext = type === FrameType.continuation;
      this.#add(isNext ? payload : fragmentOf(type, flags, payload), isWhole);
    }
    return isWhole ? this.#complete() : nothing;
  }

  /** What waits for more is copied: it is a view of what was read. */
  #add(fragment: Buffer, isLast: boolean): void {
    this.#bytes += fragment.length;
    this.#frames++;
    if (this.#bytes > BLOCK_LIMIT_BYTES) return;
    this.#fragments.push(isLast ? fragment : Buffer.from(fragment));
  }

  #complete(): BlockStep {
    const isTooLarge = this.#bytes > BLOCK_LIMIT_BYTES;
    const [first] = this.#fragments;
    const block = this.#fragments.length === 1 ? first! : Buffer.concat(this.#fragments);
    this.#fragments = [];
    this.#bytes = 0;
    this.#frames = 0;
    if (isTooLarge) this.#decoder.lose();
    return this.#step(this.#decoder.decode(block), isTooLarge);
  }

  #step(decoded: DecodedBlock | null, isTooLarge: boolean): BlockStep {
    if (isTooLarge || (decoded !== null && decoded.sizeBytes > FIELDS_LIMIT_BYTES)) {
      return { fields: decoded?.fields ?? null, fault: 'WB_HTTP_HEADERS_TOO_LARGE' };
    }
    if (decoded !== null) return { fields: decoded.fields, fault: null };
    // What follows cannot be decoded for the same reason.
    const fault = this.#wasBroken ? null : 'WB_HTTP2_BAD_HPACK';
    this.#wasBroken = true;
    return { fields: null, fault };
  }
}

/** Without padding, priority and the promised stream (RFC 9113 §6.2, §6.6). */
function fragmentOf(type: number, flags: number, payload: Buffer): Buffer {
  let start = 0;
  let end = payload.length;
  if ((flags & FrameFlag.padded) !== 0) {
    start = 1;
    end -= payload[0] ?? 0;
  }
  if (type === FrameType.headers && (flags & FrameFlag.priority) !== 0) start += PRIORITY_BYTES;
  if (type === FrameType.pushPromise) start += PROMISED_STREAM_BYTES;
  return payload.subarray(start, Math.max(start, end));
}
