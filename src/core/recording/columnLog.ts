import type { Holding, MemoryBudget } from './memoryBudget.ts';

/** Rows of a full block; a power of two. */
export const rowsPerBlock = 16_384;

/** V8 keeps typed arrays of up to 64 bytes on its heap, where they cost a tenth: most logs have a row or two. */
const firstBlockRows = 4;
const blockGrowth = 4;

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** One typed array per property of a row, all of one length. */
export type Columns<Names extends string = string> = Record<Names, Column>;

class Block<C extends Columns> implements Holding {
  readonly columns: C;
  readonly sizeBytes: number;
  readonly #evicted: () => void;

  constructor(columns: C, evicted: () => void) {
    this.columns = columns;
    this.sizeBytes = Object.values<Column>(columns).reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
    this.#evicted = evicted;
  }

  evict(): void {
    this.#evicted();
  }
}

/** Place of a row in the columns of its block. */
export function slotOf(row: number): number {
  return row & (rowsPerBlock - 1);
}

/**
 * An append-only table that keeps each property of its rows in a typed array, in blocks: the first one grows
 * from 4 rows, and the oldest fall out when the budget is used up. Row numbers stay what they were.
 */
export class ColumnLog<C extends Columns> {
  readonly #budget: MemoryBudget;
  readonly #allocate: (rows: number) => C;
  readonly #blocks: (Block<C> | null)[] = [];
  #length = 0;
  /** Rows for which the newest block has room, counted from row 0. */
  #room = 0;
  #evictedRows = 0;
  #tail: C | null = null;

  constructor(budget: MemoryBudget, allocate: (rows: number) => C) {
    this.#budget = budget;
    this.#allocate = allocate;
  }

  /** Columns of the newest block; a row is written at `slotOf(row)`. There are none before the first `add`. */
  get tail(): C {
    return this.#tail!;
  }

  /** Rows added so far, whether they are still here or not. */
  get length(): number {
    return this.#length;
  }

  /** Rows that fell out: those before this number. */
  get evictedRows(): number {
    return this.#evictedRows;
  }

  /** Adds a row and returns its number; write it into `tail`. */
  add(): number {
    if (this.#length === this.#room) this.#makeRoom();
    return this.#length++;
  }

  /** Columns of the block that has this row at `slotOf(row)`; `null` where the row fell out. */
  block(row: number): C | null {
    if (row < this.#evictedRows || row >= this.#length) return null;
    return this.#blocks[Math.floor(row / rowsPerBlock)]!.columns;
  }

  /** Gives all memory back; the log must not be used after that. */
  dispose(): void {
    for (const block of this.#blocks) if (block !== null) this.#budget.release(block);
    this.#blocks.length = 0;
    this.#evictedRows = this.#length;
  }

  #makeRoom(): void {
    const index = Math.floor(this.#length / rowsPerBlock);
    const old = this.#blocks[index] ?? null;
    const rows = rowsOfBlockWith(slotOf(this.#length) + 1, index > 0);
    const columns = this.#allocate(rows);
    if (old !== null) {
      this.#budget.release(old);
      copyColumns(old.columns, columns);
    }
    const block = new Block(columns, () => this.#evict(index));
    this.#blocks[index] = block;
    this.#tail = columns;
    this.#room = index * rowsPerBlock + rows;
    this.#budget.hold(block);
  }

  #evict(index: number): void {
    this.#blocks[index] = null;
    this.#evictedRows = Math.min((index + 1) * rowsPerBlock, this.#length);
    // Where the newest block was not full, the next row needs another one.
    if (index === this.#blocks.length - 1) this.#room = this.#length;
  }
}

function rowsOfBlockWith(rows: number, full: boolean): number {
  let size = full ? rowsPerBlock : firstBlockRows;
  while (size < rows) size *= blockGrowth;
  return size;
}

function copyColumns<C extends Columns>(from: C, to: C): void {
  for (const name of Object.keys(from)) to[name]!.set(from[name]!);
}
