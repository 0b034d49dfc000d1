import { runWithin } from './deadline.ts';
import { RowNumbers } from './rowNumbers.ts';
import type { RowTable } from './rowTable.ts';
import { literalPattern, parseTextPattern } from './textPattern.ts';
import type { TextPattern } from './textPattern.ts';
import type { RowFilter } from '../../protocol/rows.ts';

/** How long one call may let the index grow. */
const sliceMs = 20;
/** A regular expression that holds up a slice for this long is given up. */
const regexLimitMs = 250;
/** Bytes of a payload that are searched. */
const searchedBytes = 64 * 1024;
/** Rows between two looks at the clock. */
const rowsPerLook = 32;

/**
 * The rows of one log that pass one filter. It grows with the log: a call looks at the rows that came since the
 * last one, for 20 ms at most, up to a row whose text is not known yet.
 */
export class FilterIndex {
  readonly #filter: RowFilter;
  #pattern: TextPattern | null;
  #rows = new RowNumbers();
  #scanned = 0;

  constructor(filter: RowFilter) {
    this.#filter = filter;
    this.#pattern = parseTextPattern(filter.text);
  }

  /** Rows that pass, of those looked at so far. */
  get rows(): RowNumbers {
    return this.#rows;
  }

  /** The pattern that is searched; `null` where every text passes. */
  get pattern(): TextPattern | null {
    return this.#pattern;
  }

  /** Whether all rows of the log were looked at. */
  isComplete(table: RowTable): boolean {
    return this.#scanned === table.length;
  }

  /** Looks at further rows. A regular expression that hangs becomes a search for its text as it stands. */
  grow(table: RowTable): void {
    if (this.isComplete(table)) return;
    if (this.#pattern?.isRegex !== true) {
      this.#scan(table);
    } else if (!runWithin(regexLimitMs, () => this.#scan(table))) {
      this.#pattern = literalPattern(this.#filter.text, true);
      this.#rows = new RowNumbers();
      this.#scanned = 0;
    }
  }

  #scan(table: RowTable): void {
    const until = performance.now() + sliceMs;
    while (this.#scanned < table.length && table.isPending?.(this.#scanned) !== true) {
      const row = this.#scanned++;
      if (this.#passes(table, row)) this.#rows.push(row);
      if (this.#scanned % rowsPerLook === 0 && performance.now() > until) return;
    }
  }

  #passes(table: RowTable, row: number): boolean {
    const { directions, types } = this.#filter;
    if (directions.length > 0 || types.length > 0) {
      const facts = table.facts(row);
      if (facts === null) return false;
      if (directions.length > 0 && !directions.includes(facts.direction)) return false;
      if (types.length > 0 && !types.includes(facts.type)) return false;
    }
    return this.#pattern === null || matches(this.#pattern.all, table.text(row, searchedBytes));
  }
}

function matches(pattern: RegExp, text: string | null): boolean {
  pattern.lastIndex = 0;
  return text !== null && pattern.test(text);
}
