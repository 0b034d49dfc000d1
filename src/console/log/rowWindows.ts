import type { LogRow, RowsWindow } from '../../protocol/rows.ts';
import { LatestRequest } from '../page/latestRequest.ts';

/** Rows kept beyond those in sight before the farthest are let go. */
const keptRows = 400;
/** Most rows that one request asks for. */
const requestLimitRows = 200;

function isNear(position: number, from: number, to: number): boolean {
  return position >= from - 100 && position < to + 100;
}

interface Asked {
  from: number;
  count: number;
  epoch: number;
}

/**
 * The part of a log that the page holds: about three windows of rows around what is in sight. Asks the host
 * for what is missing, one request at a time and only the newest wanted.
 */
export class RowWindows {
  readonly #rows = new Map<number, LogRow>();
  readonly #request: LatestRequest<Asked, RowsWindow>;
  readonly #onWindow: (window: RowsWindow) => void;
  #first = 0;
  #last = 0;
  #matched = 0;
  #epoch = 0;
  #lastAsked = '';

  constructor(
    query: (from: number, count: number) => Promise<RowsWindow>,
    onWindow: (window: RowsWindow) => void,
    onError: (error: Error) => void,
  ) {
    this.#onWindow = onWindow;
    this.#request = new LatestRequest(
      (asked) => query(asked.from, asked.count),
      (window, asked) => this.#received(window, asked),
      (error, asked) => {
        if (asked.epoch === this.#epoch) onError(error);
      },
    );
  }

  /** Rows that pass the filter, as the host last said. */
  get matched(): number {
    return this.#matched;
  }

  /** The row at a place in the filtered log, where it is held. */
  row(position: number): LogRow | undefined {
    return this.#rows.get(position);
  }

  /** Another log or filter: nothing held is valid any more. */
  reset(): void {
    this.#epoch += 1;
    this.#matched = 0;
    this.#lastAsked = '';
    this.#rows.clear();
    this.#request.clear();
  }

  /** These rows are in sight (`last` excluded): fetches what is missing, a few rows ahead of the scroll. */
  want(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    for (let position = first; position < last; position += 1) {
      if (!this.#rows.has(position)) {
        this.#askAround(first, last);
        return;
      }
    }
  }

  /** The log has changed: asks for its new end where it is followed, else only how long it is now. */
  refresh(follow: boolean): void {
    const inSight = Math.max(this.#last - this.#first, 30);
    if (follow) this.#ask(Math.max(0, this.#matched - inSight), requestLimitRows);
    else if (this.#last > this.#matched || this.#missing())
      this.#askAround(this.#first, this.#last);
    else this.#ask(this.#matched, 0);
  }

  #missing(): boolean {
    for (let position = this.#first; position < this.#last; position += 1) {
      if (!this.#rows.has(position)) return true;
    }
    return this.#rows.size === 0;
  }

  #askAround(first: number, last: number): void {
    const ahead = Math.max(10, Math.ceil((last - first) / 2));
    const from = Math.max(0, first - ahead);
    const count = Math.min(requestLimitRows, last + ahead - from);
    const key = `${from} ${count} ${this.#matched}`;
    // A host that answered with fewer rows than it counts is not asked the same again.
    if (key === this.#lastAsked) return;
    this.#lastAsked = key;
    this.#ask(from, count);
  }

  #ask(from: number, count: number): void {
    this.#request.want({ from, count, epoch: this.#epoch });
  }

  #received(window: RowsWindow, asked: Asked): void {
    if (asked.epoch !== this.#epoch) return;
    if (window.matched !== this.#matched) this.#lastAsked = '';
    this.#matched = window.matched;
    window.rows.forEach((row, index) => this.#rows.set(window.from + index, row));
    this.#evict(window);
    this.#onWindow(window);
  }

  #evict(window: RowsWindow): void {
    if (this.#rows.size <= keptRows) return;
    for (const position of this.#rows.keys()) {
      const wanted = isNear(position, this.#first, this.#last);
      if (!wanted && !isNear(position, window.from, window.from + window.rows.length)) {
        this.#rows.delete(position);
      }
    }
  }
}
