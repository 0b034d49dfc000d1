import { ColumnLog, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { ChunkFields } from '../wire/sink.ts';

/** A recorded chunk of the chunked transfer coding. */
export interface BodyChunk extends ChunkFields {
  /** On the exchange's clock. */
  timeMs: number;
}

interface ChunkColumns extends Record<string, Float64Array | Uint32Array | Uint8Array> {
  timeMs: Float64Array;
  offset: Float64Array;
  sizeBytes: Float64Array;
  headerBytes: Uint32Array;
  connection: Uint32Array;
  out: Uint8Array;
}

/** The chunks of the bodies of an exchange, both directions (RFC 9112 §7.1). */
export class ChunkLog {
  readonly #columns: ColumnLog<ChunkColumns>;

  constructor(budget: MemoryBudget) {
    this.#columns = new ColumnLog(budget, (rows) => ({
      timeMs: new Float64Array(rows),
      offset: new Float64Array(rows),
      sizeBytes: new Float64Array(rows),
      headerBytes: new Uint32Array(rows),
      connection: new Uint32Array(rows),
      out: new Uint8Array(rows),
    }));
  }

  get length(): number {
    return this.#columns.length;
  }

  get evictedRows(): number {
    return this.#columns.evictedRows;
  }

  append(chunk: ChunkFields, timeMs: number): void {
    const slot = slotOf(this.#columns.add());
    const columns = this.#columns.tail;
    columns.timeMs[slot] = timeMs;
    columns.offset[slot] = chunk.offset;
    columns.sizeBytes[slot] = chunk.sizeBytes;
    columns.headerBytes[slot] = chunk.headerBytes;
    columns.connection[slot] = chunk.connection;
    columns.out[slot] = chunk.direction === 'out' ? 1 : 0;
  }

  /** The chunk; `null` where it fell out or does not exist. */
  read(row: number): BodyChunk | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    return {
      timeMs: columns.timeMs[slot]!,
      offset: columns.offset[slot]!,
      sizeBytes: columns.sizeBytes[slot]!,
      headerBytes: columns.headerBytes[slot]!,
      connection: columns.connection[slot]!,
      direction: columns.out[slot] === 1 ? 'out' : 'in',
    };
  }

  dispose(): void {
    this.#columns.dispose();
  }
}
