import { ColumnLog, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';

/** A stretch of a decoded response body that arrived at once, or one line of it. */
export interface Piece {
  /** On the exchange's clock. */
  timeMs: number;
  hop: number;
  /** In the body of the hop. */
  offset: number;
  lengthBytes: number;
}

interface PieceColumns extends Record<string, Float64Array | Uint32Array> {
  timeMs: Float64Array;
  offset: Float64Array;
  lengthBytes: Uint32Array;
  hop: Uint32Array;
}

/** In which pieces the response bodies of an exchange came. */
export class PieceLog {
  readonly #columns: ColumnLog<PieceColumns>;

  constructor(budget: MemoryBudget) {
    this.#columns = new ColumnLog(budget, (rows) => ({
      timeMs: new Float64Array(rows),
      offset: new Float64Array(rows),
      lengthBytes: new Uint32Array(rows),
      hop: new Uint32Array(rows),
    }));
  }

  get length(): number {
    return this.#columns.length;
  }

  append({ timeMs, hop, offset, lengthBytes }: Piece): void {
    const slot = slotOf(this.#columns.add());
    const columns = this.#columns.tail;
    columns.timeMs[slot] = timeMs;
    columns.offset[slot] = offset;
    columns.lengthBytes[slot] = lengthBytes;
    columns.hop[slot] = hop;
  }

  /** The piece; `null` where it fell out or does not exist. */
  read(row: number): Piece | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    return {
      timeMs: columns.timeMs[slot]!,
      hop: columns.hop[slot]!,
      offset: columns.offset[slot]!,
      lengthBytes: columns.lengthBytes[slot]!,
    };
  }

  dispose(): void {
    this.#columns.dispose();
  }
}
