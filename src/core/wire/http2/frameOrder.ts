import { Http2Error } from './errorCode.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';

/** Of one header block: a server that goes on and on is stopped. */
const BLOCK_FRAMES_LIMIT = 64;

/** Which frame may come after which, from a server (RFC 9113 §4.3, §5.1). */
export class FrameOrder {
  /** The first frame of a header block that has not ended. */
  #block: RawFrame | null = null;
  #blockFrames = 0;

  /**
   * The error of the connection that a frame is by its place: nothing stands between the frames of a header block, and
   * nobody speaks of a stream before it is open. `null` where it is none.
   */
  error({ type, stream }: RawFrame, nextStream: number): number | null {
    const isNext = type === FrameType.continuation && stream === this.#block?.stream;
    const isMisplaced = this.#block !== null || type === FrameType.continuation;
    if (isMisplaced && !isNext) return Http2Error.protocolError;
    if (this.#blockFrames >= BLOCK_FRAMES_LIMIT) return Http2Error.enhanceYourCalm;
    const isIdle = stream !== 0 && (stream % 2 === 0 || stream >= nextStream);
    const mayBeIdle = type === FrameType.priority || type > FrameType.continuation;
    return isIdle && !mayBeIdle ? Http2Error.protocolError : null;
  }

  /** Takes a frame of a header block; returns the first of the block that it completes, else `null`. */
  block(frame: RawFrame): RawFrame | null {
    this.#block ??= frame;
    this.#blockFrames++;
    if ((frame.flags & FrameFlag.endHeaders) === 0) return null;
    const first = this.#block;
    this.#block = null;
    this.#blockFrames = 0;
    return first;
  }
}
