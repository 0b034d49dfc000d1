import { chunkExtension } from './chunkExtension.ts';
import type { BodyChunk } from './chunkLog.ts';
import type { Chunk } from './connectionLog.ts';
import type { ConnectionUse } from './connectionUse.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { framesIn } from './frameSearch.ts';
import type { HttpHead } from './httpHeads.ts';
import type { Http2Frame } from './http2Log.ts';
import type { Disclosure } from './masker.ts';
import type { Direction } from '../wire/wireFacts.ts';
import { frameTypeName } from '../wire/http2/frameType.ts';
import { opcodeName } from '../wire/websocket/opcode.ts';
import type { WireBorder } from '../../protocol/rows.ts';

/** Borders that a hex dump draws in one stretch of bytes. */
const borderLimit = 2000;
/** The end of a body in chunks without trailers. */
const emptyLine = '\r\n';

/** Bytes as they passed the tap, and whose they are. */
export interface PlacedChunk {
  use: ConnectionUse;
  chunk: Chunk;
}

interface TimedLog {
  readonly evictedRows: number;
  readonly length: number;
  read(row: number): { timeMs: number } | null;
}

/** The parts of an HTTP/1.1 message that begin in these bytes; `head` is what was found of its head. */
export function messageBorders(
  exchange: ExchangeLog,
  { use, chunk }: PlacedChunk,
  head: HttpHead,
  disclosure: Disclosure,
): WireBorder[] {
  const isFrames = exchange.story.openedMs !== null;
  const borders: WireBorder[] = head.interims.map(({ offset, status }) => ({
    offset,
    label: `${status} head`,
    part: 'interim',
    number: status,
  }));
  borders.push({ offset: head.start, label: 'head', part: 'head' });
  if (head.bodyStart !== null && !isFrames && !isChunked(exchange, use, chunk.direction)) {
    borders.push({ offset: head.bodyStart, label: 'body', part: 'body' });
  }
  for (const each of bodyChunks(exchange, use, chunk))
    borders.push(...chunkBorders(exchange, each, disclosure));
  return within(borders, chunk);
}

/** The WebSocket frames that begin in these bytes. */
export function frameBorders(exchange: ExchangeLog, { use, chunk }: PlacedChunk): WireBorder[] {
  const borders = framesIn(exchange, use.connection.id, chunk, borderLimit).map(
    ({ row, frame }) => ({ offset: frame.offset, label: `#${row} ${opcodeName(frame.opcode)}` }),
  );
  return within(borders, chunk);
}

/** The HTTP/2 frames, of whichever stream, that begin in these bytes. */
export function http2Borders({ use, chunk }: PlacedChunk): WireBorder[] {
  const { http2 } = use.connection;
  const borders: WireBorder[] = [];
  const end = chunk.offset + chunk.lengthBytes;
  for (let row = firstSince(http2, chunk.timeMs); borders.length < borderLimit; row++) {
    const frame = http2.read(row);
    if (frame === null) break;
    if (frame.direction !== chunk.direction) continue;
    if (frame.offset >= end) break;
    borders.push({ offset: frame.offset, label: http2Label(frame) });
  }
  return within(borders, chunk);
}

function http2Label({ type, stream }: Http2Frame): string {
  return stream === 0 ? frameTypeName(type) : `${frameTypeName(type)} #${stream}`;
}

/** Chunks of the body that begin in these bytes. */
function bodyChunks(
  exchange: ExchangeLog,
  { connection }: ConnectionUse,
  { direction, offset, lengthBytes, timeMs }: Chunk,
): BodyChunk[] {
  const { transferChunks: chunks } = exchange;
  const found: BodyChunk[] = [];
  for (
    let row = firstSince(chunks, exchange.sinceStart(timeMs));
    found.length < borderLimit;
    row++
  ) {
    const each = chunks.read(row);
    if (each === null) break;
    if (each.connection !== connection.id || each.direction !== direction) continue;
    if (each.offset >= offset + lengthBytes) break;
    found.push(each);
  }
  return found;
}

function isChunked({ story }: ExchangeLog, { hop }: ConnectionUse, direction: Direction): boolean {
  const { request = null, response = null } = story.hops[hop] ?? {};
  const headers = (direction === 'out' ? request : response)?.headers ?? [];
  return headers.some(
    ([name, value]) => /^transfer-encoding$/i.test(name) && /\bchunked\s*$/i.test(value),
  );
}

function chunkBorders(
  exchange: ExchangeLog,
  chunk: BodyChunk,
  disclosure: Disclosure,
): WireBorder[] {
  const { offset, sizeBytes: number, headerBytes } = chunk;
  const said = chunkExtension(exchange, chunk);
  const extension = said === null ? {} : { extension: disclosure.text(said) };
  if (number > 0) {
    return [{ offset, label: `chunk of ${number} bytes`, part: 'chunk', number, ...extension }];
  }
  const last: WireBorder = { offset, label: 'last chunk', part: 'lastChunk', ...extension };
  const end = offset + headerBytes;
  const behind = exchange.connection(chunk.connection)?.log(chunk.direction).slice(end, 2);
  const hasTrailers = behind !== undefined && behind?.toString('latin1') !== emptyLine;
  return hasTrailers ? [last, { offset: end, label: 'trailers', part: 'trailers' }] : [last];
}

/** Borders with offsets in the byte log as those in these bytes. */
function within(borders: readonly WireBorder[], { offset, lengthBytes }: Chunk): WireBorder[] {
  return borders
    .map((border) => ({ ...border, offset: border.offset - offset }))
    .filter((border) => border.offset >= 0 && border.offset < lengthBytes);
}

/** The first row that is not older; times never go back. */
function firstSince(log: TimedLog, timeMs: number): number {
  let low = log.evictedRows;
  let high = log.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (log.read(middle)!.timeMs < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
