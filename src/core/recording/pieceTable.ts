import type { ByteSource } from './byteLog.ts';
import { logPayload, maskedPayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import { textOrHex } from './rowText.ts';
import type { RowDetail } from '../../protocol/rows.ts';

/** A UTF-8 character has at most so many continuation bytes. */
const continuationLimit = 3;

/** A response body as it came, piece by piece, as rows. A character that two pieces share belongs to the first. */
export class PieceTable extends ExchangeTable {
  get length(): number {
    return this.exchange.pieces.length;
  }

  facts(row: number): RowFacts | null {
    const piece = this.exchange.pieces.read(row);
    if (piece === null) return null;
    const { timeMs, lengthBytes } = piece;
    return { timeMs, direction: 'in', type: 'text', lengthBytes };
  }

  text(row: number, limitBytes: number): string | null {
    const payload = this.#payload(row);
    return payload && textOrHex(payload, limitBytes, this.disclosure);
  }

  payload(row: number): Payload | null {
    const payload = this.#payload(row);
    return payload && maskedPayload(payload, this.disclosure);
  }

  detail(row: number): RowDetail | null {
    const facts = this.facts(row);
    const payload = this.#payload(row);
    if (facts === null || payload === null) return null;
    const evicted = payload.read(0, 1) === null;
    return rowDetail(row, 'events', facts, { payloadBytes: payload.lengthBytes, evicted });
  }

  #payload(row: number): Payload | null {
    const piece = this.exchange.pieces.read(row);
    const log = piece && this.exchange.story.hops[piece.hop]?.body?.kept;
    if (piece === null || log === null || log === undefined) return null;
    const end = piece.offset + piece.lengthBytes;
    return logPayload(log, characterStart(log, piece.offset), characterStart(log, end));
  }
}

/** The first offset from here on where a character begins. */
function characterStart(log: ByteSource, offset: number): number {
  if (offset === 0) return 0;
  const bytes = log.slice(offset, continuationLimit) ?? [];
  let skipped = 0;
  for (const byte of bytes) {
    if ((byte & 0xc0) !== 0x80) break;
    skipped++;
  }
  return offset + skipped;
}
