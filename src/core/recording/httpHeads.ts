import type { ConnectionUse } from './connectionUse.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Disclosure } from './masker.ts';
import type { Range } from './range.ts';
import type { Direction } from '../wire/wireFacts.ts';

/** A head longer than this is looked at only so far; the wire refuses it much earlier. */
const longestHeadBytes = 256 * 1024;
/** Interim responses that are looked through before the final one. */
const interimLimit = 100;

const headEnd = /\r?\n\r?\n/;
const interim = /^HTTP\/1\.\d 1(?!01)\d\d/;
const fieldLine = /^([^:\r\n]+):[ \t]*([^\r\n]*)/gm;

/** Where the HTTP/1.1 head (after interim ones) of one direction ends, and where secrets stand in heads. */
export interface HttpHead {
  /** Offset of the first byte of each interim head, and its status. */
  interims: { offset: number; status: number }[];
  /** Offset of the first byte of the final head. */
  start: number;
  /** Offset of the first byte after the final head in the byte log; `null` where it is not complete. */
  bodyStart: number | null;
  /** Offsets in the byte log. */
  secrets: Range[];
}

/** Looks for the heads at the start of a hop's bytes. */
export function readHttpHead(
  use: ConnectionUse,
  direction: Direction,
  disclosure: Disclosure,
): HttpHead {
  const end = direction === 'out' ? use.outEnd : use.inEnd;
  const secrets: Range[] = [];
  const interims: HttpHead['interims'] = [];
  let start = direction === 'out' ? use.outStart : use.inStart;
  for (let heads = 0; heads < interimLimit; heads++) {
    const wanted = Math.min(end - start, longestHeadBytes);
    const bytes = use.connection.log(direction).slice(start, wanted);
    const text = bytes?.toString('latin1') ?? '';
    const border = headEnd.exec(text);
    const head = text.slice(0, border?.index);
    secrets.push(...secretsIn(head, start, disclosure));
    if (border === null) break;
    const next = start + border.index + border[0].length;
    if (!interim.test(head)) return { interims, start, bodyStart: next, secrets };
    interims.push({ offset: start, status: Number(head.slice(9, 12)) });
    start = next;
  }
  return { interims, start, bodyStart: null, secrets };
}

/** Where secrets stand in the trailers of a hop's response. */
export function trailerSecrets(
  { transferChunks: chunks, story }: ExchangeLog,
  use: ConnectionUse,
  disclosure: Disclosure,
): Range[] {
  if (!story.hops[use.hop]?.trailers.length) return [];
  const { id, in: log } = use.connection;
  for (let row = chunks.length - 1; row >= chunks.evictedRows; row--) {
    const { connection, direction, sizeBytes, offset, headerBytes } = chunks.read(row)!;
    if (connection !== id || direction !== 'in' || sizeBytes > 0 || offset >= use.inEnd) continue;
    const start = offset + headerBytes;
    const section = log.slice(start, Math.min(use.inEnd - start, longestHeadBytes));
    return secretsIn(section?.toString('latin1') ?? '', start, disclosure);
  }
  return [];
}

/** Where secrets stand in a head or trailer section that begins at `start`. */
function secretsIn(head: string, start: number, disclosure: Disclosure): Range[] {
  const ranges: Range[] = [];
  for (const field of head.matchAll(fieldLine)) {
    const [line, name, value] = field as unknown as [string, string, string];
    const valueStart = start + field.index + line.length - value.length;
    for (const range of disclosure.headerRanges(name, value)) {
      ranges.push({ start: valueStart + range.start, end: valueStart + range.end });
    }
  }
  return ranges;
}
