import type { FrameFault } from './frameFault.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';

/** Of one header block: a server that goes on and on is stopped. */
export const BLOCK_FRAMES_LIMIT = 64;

/** A header block that has not ended. */
export interface OpenBlock {
  stream: number;
  frames: number;
  /** Its first frame ends the stream. */
  endsStream: boolean;
}

/**
 * What a frame of a server has wrong by its place: nothing stands between the frames of a header block, and nobody
 * speaks of a stream before it is open (RFC 9113 §4.3, §5.1).
 */
export function orderFault(
  { type, flags, stream }: RawFrame,
  open: OpenBlock | null,
  highestStream: number,
): FrameFault | null {
  const isNext = type === FrameType.continuation && stream === open?.stream;
  const isMisplaced = open !== null || type === FrameType.continuation;
  if (isMisplaced && !isNext) return 'WB_HTTP2_MISPLACED_FRAME';
  const goesOn = (flags & FrameFlag.endHeaders) === 0;
  if (isNext && goesOn && open.frames >= BLOCK_FRAMES_LIMIT) return 'WB_HTTP_HEADERS_TOO_LARGE';
  const isIdle = stream !== 0 && (stream % 2 === 0 || stream > highestStream);
  const mayBeIdle = type === FrameType.priority || type > FrameType.continuation;
  return isIdle && !mayBeIdle ? 'WB_HTTP2_WRONG_STREAM' : null;
}
