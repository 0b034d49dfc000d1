import { ColumnLog, slotOf } from './columnLog.ts';
import type { ConnectionLog } from './connectionLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';

interface RowColumns extends Record<string, Uint32Array> {
  connection: Uint32Array;
  frame: Uint32Array;
}

/** Which HTTP/2 frames of which sockets concern an exchange: those of its streams, and of the connection meanwhile. */
export class Http2Rows {
  readonly #columns: ColumnLog<RowColumns>;

  constructor(budget: MemoryBudget) {
    this.#columns = new ColumnLog(budget, (rows) => ({
      connection: new Uint32Array(rows),
      frame: new Uint32Array(rows),
    }));
  }

  get length(): number {
    return this.#columns.length;
  }

  append(connection: ConnectionLog, frame: number): void {
    const slot = slotOf(this.#columns.add());
    this.#columns.tail.connection[slot] = connection.id;
    this.#columns.tail.frame[slot] = frame;
  }

  /** The socket and the number of the frame on it; `null` where it fell out or does not exist. */
  read(row: number): { connection: number; frame: number } | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    return { connection: columns.connection[slot]!, frame: columns.frame[slot]! };
  }

  dispose(): void {
    this.#columns.dispose();
  }
}
