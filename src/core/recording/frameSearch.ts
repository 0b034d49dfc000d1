import type { Chunk } from './connectionLog.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Frame } from './frameLog.ts';
import type { Disclosure } from './masker.ts';
import { framePayload } from './payload.ts';
import type { Range } from './range.ts';
import { StreamLog } from './streamLog.ts';

/** Frames that are looked at after the first one of a chunk's time. */
const reachFrames = 50_000;
/** Frames of a stretch that are searched for secrets. */
const searchedFrames = 10_000;

/** A frame and its number. */
export interface NumberedFrame {
  row: number;
  frame: Frame;
}

/**
 * Secrets in the masked frames that have bytes in a stretch of a socket, by their place in its log: masking hides them
 * from the eye, but not from a reader who has the key (RFC 6455 §5.3).
 */
export function maskedSecrets(
  exchange: ExchangeLog,
  connection: number,
  chunk: Chunk,
  disclosure: Disclosure,
): Range[] {
  if (disclosure.longestSecretBytes === 0) return [];
  return framesIn(exchange, connection, chunk, searchedFrames).flatMap(({ frame }) => {
    if (!frame.masked) return [];
    const start = frame.offset + frame.headerBytes;
    const bytes = framePayload(exchange, frame).read(0, frame.payloadBytes);
    return disclosure
      .byteRanges(bytes ?? Buffer.alloc(0))
      .flatMap((range) => placesOf(exchange, frame, start + range.start, start + range.end));
  });
}

/** Where bytes of a frame stand in the log of its socket: over HTTP/2 in several places. */
function placesOf(exchange: ExchangeLog, frame: Frame, start: number, end: number): Range[] {
  const log = exchange.connection(frame.connection);
  return log instanceof StreamLog
    ? log.log(frame.direction).places({ start, end })
    : [{ start, end }];
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
    if (frame?.direction !== chunk.direction) continue;
    if (exchange.socketOf(frame.connection) !== connection) continue;
    const end = frame.offset + frame.headerBytes + frame.payloadBytes;
    const [begin] = placesOf(exchange, frame, frame.offset, frame.offset + 1);
    if (begin !== undefined && begin.start >= chunkEnd) break;
    const [close] = placesOf(exchange, frame, end - 1, end);
    if (close !== undefined && close.end > chunk.offset) found.push({ row, frame });
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
