import type { Chunk } from './connectionLog.ts';
import type { ConnectionUse } from './connectionUse.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { framesIn } from './frameSearch.ts';
import { readHttpHead } from './httpHeads.ts';
import type { HttpHead } from './httpHeads.ts';
import type { Disclosure } from './masker.ts';
import type { Payload } from './payload.ts';
import type { RowFacts, RowTable } from './rowTable.ts';
import { WireBytes } from './wireBytes.ts';
import type { Direction } from '../wire/events.ts';
import { opcodeName } from '../wire/websocket/opcode.ts';
import type { RowDetail } from '../../protocol/rows.ts';

/** Frame borders that a hex dump draws in one chunk. */
const borderLimit = 2000;

interface PlacedChunk {
  use: ConnectionUse;
  chunk: Chunk;
}

/** The bytes of an exchange as they passed the tap, chunk by chunk, hop after hop. */
export class WireTable implements RowTable {
  readonly #exchange: ExchangeLog;
  readonly #disclosure: Disclosure;
  readonly #heads = new Map<ConnectionUse, Record<Direction, HttpHead>>();

  constructor(exchange: ExchangeLog, disclosure: Disclosure) {
    this.#exchange = exchange;
    this.#disclosure = disclosure;
  }

  get length(): number {
    return this.#exchange.uses.reduce((sum, use) => sum + use.endChunk - use.firstChunk, 0);
  }

  facts(row: number): RowFacts | null {
    const placed = this.#chunk(row);
    if (placed === null) return null;
    const { timeMs, direction, lengthBytes } = placed.chunk;
    return { timeMs: this.#exchange.sinceStart(timeMs), direction, type: 'other', lengthBytes };
  }

  text(row: number, limitBytes: number): string | null {
    return this.payload(row)?.read(0, limitBytes)?.toString('latin1') ?? null;
  }

  payload(row: number): Payload | null {
    const placed = this.#chunk(row);
    if (placed === null) return null;
    const { use, chunk } = placed;
    const { secrets } = this.#headsOf(use)[chunk.direction];
    return new WireBytes(this.#exchange, use, chunk, secrets, this.#disclosure);
  }

  detail(row: number): RowDetail | null {
    const placed = this.#chunk(row);
    if (placed === null) return null;
    const { timeMs, direction, lengthBytes } = placed.chunk;
    return {
      row,
      source: 'wire',
      timeMs: this.#exchange.sinceStart(timeMs),
      direction,
      type: 'other',
      payloadBytes: lengthBytes,
      wireBytes: lengthBytes,
      compressed: false,
      header: null,
      close: null,
      message: null,
      rttMs: null,
      error: null,
      evicted: this.payload(row)?.read(0, 1) === null,
      borders: [...this.#headBorders(placed), ...this.#frameBorders(placed)],
    };
  }

  #chunk(row: number): PlacedChunk | null {
    let first = 0;
    for (const use of this.#exchange.uses) {
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
    const isHttp2 = this.#exchange.story.hops[use.hop]?.request?.httpVersion.startsWith('2');
    const none: HttpHead = { bodyStart: null, secrets: [] };
    const heads =
      isHttp2 === true
        ? { out: none, in: none }
        : {
            out: readHttpHead(use, 'out', this.#disclosure),
            in: readHttpHead(use, 'in', this.#disclosure),
          };
    this.#heads.set(use, heads);
    return heads;
  }

  #headBorders({ use, chunk }: PlacedChunk): RowDetail['borders'] {
    const start = chunk.direction === 'out' ? use.outStart : use.inStart;
    const { bodyStart } = this.#headsOf(use)[chunk.direction];
    if (bodyStart === null) return [];
    return [
      { offset: start - chunk.offset, label: 'head' },
      { offset: bodyStart - chunk.offset, label: 'body' },
    ].filter(({ offset, label }) => {
      const isFrames = label === 'body' && this.#exchange.story.openedMs !== null;
      return offset >= 0 && offset < chunk.lengthBytes && !isFrames;
    });
  }

  #frameBorders({ use, chunk }: PlacedChunk): RowDetail['borders'] {
    return framesIn(this.#exchange, use.connection.id, chunk, borderLimit)
      .filter(({ frame }) => frame.offset >= chunk.offset)
      .map(({ row, frame }) => ({
        offset: frame.offset - chunk.offset,
        label: `#${row} ${opcodeName(frame.opcode)}`,
      }));
  }
}
