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

function allocatePieces(rows: number): PieceColumns {
  return {
    timeMs: new Float64Array(rows),
    offset: new Float64Array(rows),
    lengthBytes: new Uint32Array(rows),
    hop: new Uint32Array(rows),
  };
}

/** In which pieces the response bodies of an exchange came. */
export class PieceLog {
  readonly #budget: MemoryBudget;
  /** Most bodies come in one piece, for which columns would be too much. */
  #only: Piece | null = null;
  #columns: ColumnLog<PieceColumns> | null = null;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  get length(): number {
    return this.#columns?.length ?? (this.#only === null ? 0 : 1);
  }

  append(piece: Piece): void {
    if (this.length === 0) this.#only = piece;
    else this.#add(piece, (this.#columns ??= this.#makeColumns()));
  }

  /** The piece; `null` where it fell out or does not exist. */
  read(row: number): Piece | null {
    if (this.#columns === null) return row === 0 ? this.#only : null;
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
    this.#columns?.dispose();
  }

  #makeColumns(): ColumnLog<PieceColumns> {
    const columns = new ColumnLog(this.#budget, allocatePieces);
    if (this.#only !== null) this.#add(this.#only, columns);
    return columns;
  }

  #add({ timeMs, hop, offset, lengthBytes }: Piece, columns: ColumnLog<PieceColumns>): void {
    const slot = slotOf(columns.add());
    const { tail } = columns;
    tail.timeMs[slot] = timeMs;
    tail.offset[slot] = offset;
    tail.lengthBytes[slot] = lengthBytes;
    tail.hop[slot] = hop;
  }
}
