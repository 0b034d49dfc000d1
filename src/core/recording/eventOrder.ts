import { ColumnLog, rowsPerBlock, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';

/** Which log an event comes from: 0 told events, 1 frames, 2 control frames' own events, 3 messages, 4 SSE, 5 HTTP/2 frames, 6 chunks of a raw socket, 7 those of a chunked body, 8 findings. */
export const eventSource = {
  told: 0,
  frame: 1,
  control: 2,
  message: 3,
  sse: 4,
  http2: 5,
  chunk: 6,
  transferChunk: 7,
  finding: 8,
} as const;

/** One of `eventSource`. */
export type EventSource = (typeof eventSource)[keyof typeof eventSource];

/** How many events of each source came before a place in the order. */
export interface Passed {
  told: number;
  frames: number;
  messages: number;
  sse: number;
  http2: number;
  chunks: number;
  transferChunks: number;
  findings: number;
}

interface OrderColumns extends Record<string, Uint8Array> {
  source: Uint8Array;
}

const nothingPassed: Passed = {
  told: 0,
  frames: 0,
  messages: 0,
  sse: 0,
  http2: 0,
  chunks: 0,
  transferChunks: 0,
  findings: 0,
};

/** What came before the first row that a block holds. */
interface Checkpoint {
  row: number;
  passed: Passed;
}

/** The logs that an order is about. */
export interface OrderedLogs {
  /** How many events each of them holds now. */
  passed(): Passed;
}

function allocateOrder(rows: number): OrderColumns {
  return { source: new Uint8Array(rows) };
}

/**
 * In which order events of different logs happened: one byte an event, which names the log. Its number in that
 * log is how many came before; the count at the start of each block is kept. As long as all are told events, as in
 * most exchanges, there is nothing to note.
 */
export class EventOrder {
  readonly #budget: MemoryBudget;
  readonly #logs: OrderedLogs;
  /** `null` while there are told events only. */
  #columns: ColumnLog<OrderColumns> | null = null;
  #told = 0;
  #checkpoints: Checkpoint[] = [];

  constructor(budget: MemoryBudget, logs: OrderedLogs) {
    this.#budget = budget;
    this.#logs = logs;
  }

  get length(): number {
    return this.#columns?.length ?? this.#told;
  }

  /** Events whose place in the order fell out: those before this number. */
  get evictedRows(): number {
    return this.#columns?.evictedRows ?? 0;
  }

  /** To be called before the event is added to its log. */
  append(source: EventSource): void {
    if (this.#columns !== null) this.#append(source, this.#columns);
    else if (source === eventSource.told) this.#told++;
    else this.#append(source, this.#writeDown());
  }

  /**
   * Calls `visit` for at most `limit` events from the `from`-th on, with how many of each source came before, until
   * it answers false. Answers where to go on. The counts are only valid during the call.
   */
  visit(
    from: number,
    limit: number,
    visit: (source: EventSource, passed: Passed) => boolean,
  ): number {
    const first = Math.max(from, this.evictedRows);
    const passed = this.#passedBefore(first);
    const end = Math.min(from + limit, this.length);
    for (let row = first; row < end; row++) {
      const source = this.#sourceOf(row);
      if (!visit(source, passed)) return row;
      count(passed, source);
    }
    return Math.max(from, end);
  }

  dispose(): void {
    this.#columns?.dispose();
  }

  /** Notes the told events there have been. */
  #writeDown(): ColumnLog<OrderColumns> {
    const columns = new ColumnLog(this.#budget, allocateOrder);
    for (let told = 0; told < this.#told; told++) {
      this.#append(eventSource.told, columns, { ...nothingPassed, told });
    }
    this.#columns = columns;
    return columns;
  }

  #append(source: EventSource, columns: ColumnLog<OrderColumns>, passed?: Passed): void {
    const row = columns.add();
    const slot = slotOf(row);
    // A block begins, or begins again because it fell out before it was full.
    if (slot === 0 || row === columns.evictedRows) {
      const checkpoint = { row, passed: passed ?? this.#logs.passed() };
      this.#checkpoints[Math.floor(row / rowsPerBlock)] = checkpoint;
    }
    columns.tail.source[slot] = source;
  }

  #passedBefore(row: number): Passed {
    if (row >= this.length) return this.#logs.passed();
    if (this.#columns === null) return { ...nothingPassed, told: row };
    const checkpoint = this.#checkpoints[Math.floor(row / rowsPerBlock)]!;
    const passed = { ...checkpoint.passed };
    for (let before = checkpoint.row; before < row; before++) {
      count(passed, this.#sourceOf(before));
    }
    return passed;
  }

  #sourceOf(row: number): EventSource {
    if (this.#columns === null) return eventSource.told;
    return this.#columns.block(row)!.source[slotOf(row)] as EventSource;
  }
}

function count(passed: Passed, source: EventSource): void {
  if (source === eventSource.frame) passed.frames++;
  else if (source === eventSource.message) passed.messages++;
  else if (source === eventSource.told) passed.told++;
  else if (source === eventSource.sse) passed.sse++;
  else if (source === eventSource.http2) passed.http2++;
  else if (source === eventSource.chunk) passed.chunks++;
  else if (source === eventSource.transferChunk) passed.transferChunks++;
  else if (source === eventSource.finding) passed.findings++;
}
