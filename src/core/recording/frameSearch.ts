import type { Chunk } from './connectionLog.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Frame } from './frameLog.ts';

/** Frames that are looked at after the first one of a chunk's time. */
const reachFrames = 50_000;

/** A frame and its number. */
export interface NumberedFrame {
  row: number;
  frame: Frame;
}

/**
 * The frames that have bytes in a chunk of a socket. A frame is recorded when it is complete, so never before the
 * last chunk that it came in: the search begins at the time of this one.
 */
export function framesIn(
  exchange: ExchangeLog,
  connection: number,
  chunk: Chunk,
  limit: number,
): NumberedFrame[] {
  const found: NumberedFrame[] = [];
  const first = firstFrameSince(exchange, exchange.sinceStart(chunk.timeMs));
  const last = Math.min(exchange.frames.length, first + reachFrames);
  const chunkEnd = chunk.offset + chunk.lengthBytes;
  for (let row = first; row < last && found.length < limit; row++) {
    const frame = exchange.frames.read(row);
    if (frame?.direction !== chunk.direction || frame.connection !== connection) continue;
    if (frame.offset >= chunkEnd) break;
    if (frame.offset + frame.headerBytes + frame.payloadBytes > chunk.offset) {
      found.push({ row, frame });
    }
  }
  return found;
}

/** The first frame that is not older than `timeMs`; times never go back. */
function firstFrameSince({ frames }: ExchangeLog, timeMs: number): number {
  let low = frames.evictedRows;
  let high = frames.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (frames.read(middle)!.timeMs < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
