import type { LogRow, RowsWindow } from '../../protocol/rows.ts';
import { VirtualRows } from '../scroll/virtualRows.ts';
import { isAtEnd, rowsPerPage, visibleRows } from '../scroll/rowSpace.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import { LogRowElement, logColumns } from './logRowElement.ts';
import type { LogColumn } from './logRowElement.ts';
import { RowWindows } from './rowWindows.ts';
import './logGrid.css';

const logRowHeightPx = 22;

export interface LogGridEvents {
  query(from: number, count: number): Promise<RowsWindow>;
  /** A row was chosen: by moving onto it, or to be opened (Enter, click). */
  onSelect(row: LogRow, open: boolean): void;
  /** What the host said of the log as a whole. */
  onWindow(window: RowsWindow): void;
  /** Whether the end is followed, and how many rows have come since it is not. */
  onFollow(following: boolean, newRows: number): void;
  onError(error: Error): void;
}

const columnKeys: Record<LogColumn, WordKey> = {
  row: 'columnRow',
  time: 'columnTime',
  delta: 'columnDelta',
  direction: 'columnDirection',
  type: 'columnType',
  length: 'columnLength',
  preview: 'columnPreview',
};

/** A log as a grid of rows: reads windows of it from the host, follows its end, and is walked by keyboard. */
export class LogGrid {
  readonly element: HTMLElement;
  readonly #events: LogGridEvents;
  readonly #rows: VirtualRows;
  readonly #windows: RowWindows;
  readonly #lines = new Map<HTMLElement, LogRowElement>();
  /** Places in the filtered log that are shown; more may have come while paused. */
  #shown = 0;
  #active = -1;
  #selectedRow: number | null = null;
  #openWhenLoaded: { position: number; open: boolean } | null = null;
  #following = true;
  #paused = false;

  constructor(element: HTMLElement, events: LogGridEvents) {
    this.element = element;
    this.#events = events;
    element.classList.add('log-grid');
    element.setAttribute('role', 'grid');
    element.tabIndex = 0;
    const head = createHead();
    element.append(head);
    this.#windows = new RowWindows(
      (from, count) => events.query(from, count),
      (window) => this.#received(window),
      (error) => events.onError(error),
    );
    this.#rows = new VirtualRows(element, {
      rowHeightPx: logRowHeightPx,
      headerPx: () => head.offsetHeight,
      createRow: () => this.#createRow(),
      drawRow: (line, position) => this.#drawRow(line, position),
      onScroll: (byUser) => this.#scrolled(byUser),
    });
    this.#rows.layer.setAttribute('role', 'rowgroup');
    element.addEventListener('keydown', (event) => this.#keyDown(event));
    element.addEventListener('click', (event) => this.#clicked(event));
  }

  get following(): boolean {
    return this.#following;
  }

  /** Another log or filter: starts anew, at the end when `follow`. */
  reset(follow: boolean): void {
    this.#windows.reset();
    this.#shown = 0;
    this.#active = -1;
    this.#following = follow;
    this.#rows.setRowCount(0);
    this.#rows.scrollToRow(0);
    this.#windows.refresh(follow);
  }

  /** The log has grown. */
  refresh(): void {
    this.#windows.refresh(this.#following && !this.#paused);
  }

  /** Marks the row whose detail is shown (its number in the log), or none. */
  select(row: number | null): void {
    this.#selectedRow = row;
    this.#rows.draw();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) {
      this.#show(this.#windows.matched);
      if (this.#following) this.followEnd();
    }
    this.#reportFollow();
  }

  /** Goes to the end and stays there as rows come. */
  followEnd(): void {
    this.#following = true;
    if (!this.#paused) this.#show(this.#windows.matched);
    this.#rows.scrollToRow(this.#shown);
    this.#reportFollow();
  }

  focus(): void {
    this.element.focus();
  }

  dispose(): void {
    this.#rows.dispose();
  }

  #received(window: RowsWindow): void {
    if (!this.#paused) this.#show(window.matched);
    this.#rows.draw();
    this.#wantInSight();
    this.#openPending();
    this.#reportFollow();
    this.#events.onWindow(window);
  }

  #show(rowCount: number): void {
    if (rowCount === this.#shown) return;
    this.#shown = rowCount;
    this.element.setAttribute('aria-rowcount', String(rowCount + 1));
    this.#rows.setRowCount(rowCount);
    if (this.#following) this.#rows.scrollToRow(rowCount);
  }

  #wantInSight(): void {
    const { first, last } = visibleRows(this.#rows.space, this.#rows.topRow);
    this.#windows.want(first, last);
  }

  #scrolled(byUser: boolean): void {
    if (byUser) {
      this.#following = isAtEnd(this.#rows.space, this.#rows.topRow);
      this.#reportFollow();
    } else if (this.#following && !isAtEnd(this.#rows.space, this.#rows.topRow)) {
      this.#rows.scrollToRow(this.#shown);
      return;
    }
    this.#wantInSight();
  }

  #reportFollow(): void {
    this.#events.onFollow(this.#following, this.#newRows());
  }

  #newRows(): number {
    if (this.#paused) return this.#windows.matched - this.#shown;
    if (this.#following) return 0;
    const { last } = visibleRows(this.#rows.space, this.#rows.topRow);
    return Math.max(0, this.#shown - last);
  }

  #createRow(): HTMLElement {
    const line = new LogRowElement(`${this.element.id}-row-${this.#lines.size}`);
    this.#lines.set(line.element, line);
    return line.element;
  }

  #drawRow(element: HTMLElement, position: number): void {
    const row = this.#windows.row(position);
    const selected = row !== undefined && row.row === this.#selectedRow;
    const active = position === this.#active;
    this.#lines.get(element)?.draw(row, position, selected, active);
    element.dataset['position'] = String(position);
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = rowsPerPage(this.#rows.space);
    const from = this.#active >= 0 ? this.#active : this.#firstInSight();
    const targets: Record<string, number> = {
      ArrowDown: this.#active < 0 ? from : from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: this.#shown - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) this.#moveTo(target, false);
    else if (event.key === 'Enter') this.#moveTo(from, true);
    else return;
    event.preventDefault();
  }

  #firstInSight(): number {
    return Math.ceil(this.#rows.topRow);
  }

  #clicked(event: MouseEvent): void {
    const line = (event.target as Element).closest<HTMLElement>('.log-row');
    if (line?.dataset['position']) this.#moveTo(Number(line.dataset['position']), true);
  }

  #moveTo(target: number, open: boolean): void {
    if (this.#shown === 0) return;
    this.#active = Math.min(Math.max(0, target), this.#shown - 1);
    // Standing on a row lets go of the end, except on the last one.
    this.#following = this.#active === this.#shown - 1;
    this.#rows.reveal(this.#active);
    const line = this.#rows.elementOf(this.#active);
    if (line) this.element.setAttribute('aria-activedescendant', line.id);
    this.#openWhenLoaded = { position: this.#active, open };
    this.#openPending();
    this.#reportFollow();
  }

  #openPending(): void {
    const pending = this.#openWhenLoaded;
    const row = pending ? this.#windows.row(pending.position) : undefined;
    if (!pending || !row) return;
    this.#openWhenLoaded = null;
    this.#events.onSelect(row, pending.open);
  }
}

function createHead(): HTMLElement {
  const head = document.createElement('div');
  head.className = 'log-head';
  head.setAttribute('role', 'row');
  head.setAttribute('aria-rowindex', '1');
  for (const column of logColumns) {
    const cell = document.createElement('div');
    cell.className = `cell cell-${column}`;
    cell.setAttribute('role', 'columnheader');
    const word = document.createElement('span');
    word.textContent = say(columnKeys[column]);
    if (column === 'direction') word.className = 'sr-only';
    cell.append(word);
    head.append(cell);
  }
  return head;
}
