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

/** What came before the first row that a block holds. */
interface Checkpoint {
  row: number;
  passed: Passed;
}

/**
 * In which order events of different logs happened: one byte an event, which names the log. Its number in that
 * log is how many came before; the count at the start of each block is kept.
 */
export class EventOrder {
  readonly #columns: ColumnLog<OrderColumns>;
  readonly #checkpoints: Checkpoint[] = [];
  readonly #passed: () => Passed;

  /** `passed` counts what the logs hold now. */
  constructor(budget: MemoryBudget, passed: () => Passed) {
    this.#columns = new ColumnLog(budget, (rows) => ({ source: new Uint8Array(rows) }));
    this.#passed = passed;
  }

  get length(): number {
    return this.#columns.length;
  }

  /** Events whose place in the order fell out: those before this number. */
  get evictedRows(): number {
    return this.#columns.evictedRows;
  }

  /** To be called before the event is added to its log. */
  append(source: EventSource): void {
    const row = this.#columns.add();
    const slot = slotOf(row);
    if (slot === 0 || row === this.#columns.evictedRows) this.#addCheckpoint(row);
    this.#columns.tail.source[slot] = source;
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
    this.#columns.dispose();
  }

  #passedBefore(row: number): Passed {
    if (row >= this.length) return this.#passed();
    const checkpoint = this.#checkpoints[Math.floor(row / rowsPerBlock)]!;
    const passed = { ...checkpoint.passed };
    for (let before = checkpoint.row; before < row; before++) {
      count(passed, this.#sourceOf(before));
    }
    return passed;
  }

  /** A block begins, or begins again because it fell out before it was full. */
  #addCheckpoint(row: number): void {
    this.#checkpoints[Math.floor(row / rowsPerBlock)] = { row, passed: this.#passed() };
  }

  #sourceOf(row: number): EventSource {
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
