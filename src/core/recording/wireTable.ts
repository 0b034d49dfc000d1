import type { ConnectionUse } from './connectionUse.ts';
import { readHttpHead, trailerSecrets } from './httpHeads.ts';
import type { HttpHead } from './httpHeads.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import { frameBorders, http2Borders, messageBorders } from './wireBorders.ts';
import type { PlacedChunk } from './wireBorders.ts';
import { WireBytes } from './wireBytes.ts';
import type { Direction } from '../wire/wireFacts.ts';
import type { RowDetail, WireBorder } from '../../protocol/rows.ts';

/** The bytes of an exchange as they passed the tap, chunk by chunk, hop after hop. */
export class WireTable extends ExchangeTable {
  readonly #heads = new Map<ConnectionUse, Record<Direction, HttpHead>>();

  get length(): number {
    return this.exchange.uses.reduce((sum, use) => sum + use.endChunk - use.firstChunk, 0);
  }

  facts(row: number): RowFacts | null {
    const placed = this.#chunk(row);
    if (placed === null) return null;
    const { timeMs, direction, lengthBytes } = placed.chunk;
    return { timeMs: this.exchange.sinceStart(timeMs), direction, type: 'other', lengthBytes };
  }

  text(row: number, limitBytes: number): string | null {
    return this.payload(row)?.read(0, limitBytes)?.toString('latin1') ?? null;
  }

  payload(row: number): Payload | null {
    const placed = this.#chunk(row);
    if (placed === null) return null;
    const { use, chunk } = placed;
    const { secrets } = this.#headsOf(use)[chunk.direction];
    return new WireBytes(this.exchange, use, chunk, secrets, this.disclosure);
  }

  detail(row: number): RowDetail | null {
    const placed = this.#chunk(row);
    const facts = this.facts(row);
    if (placed === null || facts === null) return null;
    const evicted = this.payload(row)?.read(0, 1) === null;
    return rowDetail(row, 'wire', facts, { evicted, borders: this.#borders(placed) });
  }

  #responseHead(use: ConnectionUse): HttpHead {
    const head = readHttpHead(use, 'in', this.disclosure);
    const trailers = trailerSecrets(this.exchange, use, this.disclosure);
    return { ...head, secrets: [...head.secrets, ...trailers] };
  }

  #borders(placed: PlacedChunk): WireBorder[] {
    if (this.#isHttp2(placed.use)) return http2Borders(placed);
    const head = this.#headsOf(placed.use)[placed.chunk.direction];
    return [
      ...messageBorders(this.exchange, placed, head, this.disclosure),
      ...frameBorders(this.exchange, placed),
    ];
  }

  #isHttp2({ hop }: ConnectionUse): boolean {
    return this.exchange.story.hops[hop]?.request?.httpVersion.startsWith('2') === true;
  }

  #chunk(row: number): PlacedChunk | null {
    let first = 0;
    for (const use of this.exchange.uses) {
      const count = use.endChunk - use.firstChunk;
      if (row < first + count) {
        const chunk = use.connection.chunk(use.firstChunk + row - first);
        return chunk && { use, chunk };
      }
      first += count;
    }
    return null;
  }

  /** HTTP/2 has no heads that can be found by looking. */
  #headsOf(use: ConnectionUse): Record<Direction, HttpHead> {
    const known = this.#heads.get(use);
    if (known !== undefined) return known;
    const none: HttpHead = { interims: [], start: 0, bodyStart: null, secrets: [] };
    const heads = this.#isHttp2(use)
      ? { out: none, in: none }
      : {
          out: readHttpHead(use, 'out', this.disclosure),
          in: this.#responseHead(use),
        };
    this.#heads.set(use, heads);
    return heads;
  }
}
