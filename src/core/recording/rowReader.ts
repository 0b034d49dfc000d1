import { runWithin } from './deadline.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { FilterIndex } from './filterIndex.ts';
import { FrameTable } from './frameTable.ts';
import type { Disclosure } from './masker.ts';
import { Http2Table } from './http2Table.ts';
import { contentTypeOf, isEventStream } from './mediaType.ts';
import { MessageTable } from './messageTable.ts';
import { PieceTable } from './pieceTable.ts';
import { preview, previewMatches } from './preview.ts';
import type { Range } from './range.ts';
import { RawTable } from './rawTable.ts';
import type { RowTable } from './rowTable.ts';
import { SseTable } from './sseTable.ts';
import type { TextPattern } from './textPattern.ts';
import { WireTable } from './wireTable.ts';
import type { LogRow, RowFilter, RowSource, RowsQuery, RowsWindow } from '../../protocol/rows.ts';

/** Filters whose index is kept; the one that was used longest ago is dropped. */
const indexLimit = 8;
/** Rows of one answer. */
const windowLimit = 2000;
/** Enough for 300 characters and a match that begins in them. */
const previewBytes = 4 * 1024;
/** A regular expression that takes longer to mark its matches in a row marks none. */
const regexLimitMs = 100;

/** The log of an exchange as rows. */
export function rowTable(
  exchange: ExchangeLog,
  source: RowSource,
  disclosure: Disclosure,
): RowTable {
  switch (source) {
    case 'frames':
      return new FrameTable(exchange, disclosure);
    case 'messages':
      return new MessageTable(exchange, disclosure);
    case 'wire':
      return new WireTable(exchange, disclosure);
    case 'data':
      return new RawTable(exchange, disclosure);
    case 'events':
      return hasEventStream(exchange)
        ? new SseTable(exchange, disclosure)
        : new PieceTable(exchange, disclosure);
    case 'http2':
      return new Http2Table(exchange, disclosure);
  }
}

function hasEventStream({ sse, story }: ExchangeLog): boolean {
  if (sse.length > 0) return true;
  return story.hops.some(({ response }) => isEventStream(contentTypeOf(response?.headers ?? [])));
}

/** Answers with windows of rows that pass a filter, and keeps the indexes of the filters in use. */
export class RowReader {
  /** In the order of use, the latest last. */
  readonly #indexes = new Map<string, FilterIndex>();

  /** `query.count` rows, 2,000 at most. */
  read(table: RowTable, query: RowsQuery): RowsWindow {
    const count = Math.min(query.count, windowLimit);
    if (isEmpty(query.filter)) return unfiltered(table, query.from, count);
    const index = this.#index(query);
    index.grow(table);
    const numbers = index.rows.slice(query.from, count);
    const window: RowsWindow = {
      from: query.from,
      rows: numbers.map((row) => logRow(table, row, index.pattern)),
      matched: index.rows.length,
      total: table.length,
      complete: index.isComplete(table),
    };
    return index.pattern?.isInvalid === true ? { ...window, invalidRegex: true } : window;
  }

  /** Drops the indexes of an exchange. */
  forget(exchange: number): void {
    for (const key of this.#indexes.keys()) {
      if (key.startsWith(`${exchange} `)) this.#indexes.delete(key);
    }
  }

  /** Drops all indexes: what rows say has changed. */
  clear(): void {
    this.#indexes.clear();
  }

  #index({ exchange, source, filter }: RowsQuery): FilterIndex {
    const { directions, types, text } = filter;
    const key = `${exchange} ${source} ${JSON.stringify([directions, types, text])}`;
    const index = this.#indexes.get(key) ?? new FilterIndex(filter);
    this.#indexes.delete(key);
    this.#indexes.set(key, index);
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= indexLimit) break;
      this.#indexes.delete(oldest);
    }
    return index;
  }
}

function isEmpty({ directions, types, text }: RowFilter): boolean {
  return directions.length === 0 && types.length === 0 && text === '';
}

function unfiltered(table: RowTable, from: number, count: number): RowsWindow {
  const total = table.length;
  const rows: LogRow[] = [];
  for (let row = from; row < Math.min(from + count, total); row++) {
    rows.push(logRow(table, row, null));
  }
  return { from, rows, matched: total, total, complete: true };
}

function logRow(table: RowTable, row: number, pattern: TextPattern | null): LogRow {
  const facts = table.facts(row);
  const text = table.text(row, previewBytes);
  if (facts === null) return evictedRow(row);
  const before = row === 0 ? null : table.facts(row - 1);
  return {
    row,
    ...facts,
    deltaMs: facts.timeMs - (before?.timeMs ?? facts.timeMs),
    preview: preview(text ?? ''),
    matches: text === null || pattern === null ? [] : matchesIn(text, pattern),
    ...(text === null ? { evicted: true as const } : {}),
  };
}

function evictedRow(row: number): LogRow {
  return {
    row,
    timeMs: 0,
    deltaMs: 0,
    direction: 'in',
    type: 'other',
    lengthBytes: 0,
    preview: '',
    matches: [],
    evicted: true,
  };
}

function matchesIn(text: string, pattern: TextPattern): Range[] {
  if (!pattern.isRegex) return previewMatches(text, pattern.all);
  let found: Range[] = [];
  runWithin(regexLimitMs, () => {
    found = previewMatches(text, pattern.all);
  });
  return found;
}
