import type { HeaderField } from '../wireFacts.ts';
import type { FrameFault } from './frameFault.ts';
import type { OpenBlock } from './frameOrder.ts';
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
  fault: FrameFault | null;
  /** The frame completes a block. */
  isComplete: boolean;
  /** The block that it completes ends its stream. */
  endsStream: boolean;
}

const nothing: BlockStep = { fields: null, fault: null, isComplete: false, endsStream: false };

/** Puts the header blocks of one direction together (RFC 9113 §4.3) and decodes them. */
export class HeaderBlocks {
  /** The block that has not ended. */
  open: OpenBlock | null = null;
  readonly #decoder: HpackDecoder;
  #fragments: Buffer[] = [];
  #bytes = 0;
  #wasBroken = false;

  /** `tableBytes`: what the dynamic table may be resized to. */
  constructor(tableBytes: number) {
    this.#decoder = new HpackDecoder(tableBytes);
  }

  /** Takes every frame of the direction. */
  take({ type, flags, stream, payload }: RawFrame): BlockStep {
    const isBlock =
      type === FrameType.headers ||
      type === FrameType.continuation ||
      type === FrameType.pushPromise;
    if (!isBlock) return nothing;
    const endsStream = type === FrameType.headers && (flags & FrameFlag.endStream) !== 0;
    this.open ??= { stream, frames: 0, endsStream };
    this.open.frames++;
    const isWhole = (flags & FrameFlag.endHeaders) !== 0;
    if (payload === null) this.#decoder.lose();
    else {
      const isNext = type === FrameType.continuation;
      this.#add(isNext ? payload : fragmentOf(type, flags, payload), isWhole);
    }
    return isWhole ? this.#complete(this.open) : nothing;
  }

  /** What waits for more is copied: it is a view of what was read. */
  #add(fragment: Buffer, isLast: boolean): void {
    this.#bytes += fragment.length;
    if (this.#bytes > BLOCK_LIMIT_BYTES) return;
    this.#fragments.push(isLast ? fragment : Buffer.from(fragment));
  }

  #complete({ endsStream }: OpenBlock): BlockStep {
    const isTooLarge = this.#bytes > BLOCK_LIMIT_BYTES;
    const [first] = this.#fragments;
    const block = this.#fragments.length === 1 ? first! : Buffer.concat(this.#fragments);
    this.#fragments = [];
    this.#bytes = 0;
    this.open = null;
    if (isTooLarge) this.#decoder.lose();
    const step = this.#step(this.#decoder.decode(block), isTooLarge);
    return { ...step, isComplete: true, endsStream };
  }

  #step(decoded: DecodedBlock | null, isTooLarge: boolean): Pick<BlockStep, 'fields' | 'fault'> {
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
