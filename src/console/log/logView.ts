import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { LogRow, RowFilter, RowSource, RowsWindow } from '../../protocol/rows.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon } from '../page/templates.ts';
import { formatCount } from '../words/formats.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import { isOver } from '../words/states.ts';
import '../shell/splitDivider.ts';
import './filterBar.ts';
import type { FilterBar } from './filterBar.ts';
import { LogGrid } from './logGrid.ts';
import { emptyFilter } from './rowChips.ts';
import '../payload/rowDetailView.ts';
import './logView.css';

const labelKeys: Record<RowSource, WordKey> = {
  frames: 'tabFrames',
  messages: 'tabMessages',
  wire: 'tabWire',
  events: 'tabEvents',
  http2: 'tabHttp2',
  data: 'tabData',
};

/** A log of an exchange: filter, rows, and the detail of the chosen one. */
export class LogView extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    source: { attribute: false },
    paused: { attribute: false },
    counts: { state: true },
    newRows: { state: true },
    following: { state: true },
    problem: { state: true },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare source: RowSource;
  declare paused: boolean;
  declare counts: RowsWindow | null;
  declare newRows: number;
  declare following: boolean;
  declare problem: string | null;
  #grid: LogGrid | null = null;
  #shownRevision = -1;
  #filterTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.counts = null;
    this.newRows = 0;
    this.following = true;
    this.problem = null;
    this.paused = false;
  }

  focusFilter(): void {
    this.querySelector<FilterBar>('wirebook-filter-bar')?.focusInput();
  }

  focusLog(): void {
    this.#grid?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#filterTimer);
    this.#grid?.dispose();
    this.#grid = null;
  }

  protected override render(): TemplateResult {
    const selected = this.#selectedRow();
    return html`<div class="split">
      <div class="log-pane first">
        <wirebook-filter-bar
          .source=${this.source}
          .filter=${this.#filter()}
          .counts=${this.counts}
          @filter-change=${(event: CustomEvent<RowFilter>) => this.#setFilter(event.detail)}
          @filter-done=${() => this.focusLog()}
        ></wirebook-filter-bar>
        <div class="log-area">
          <div
            id="log-${this.source}"
            class="log-${this.source}"
            aria-label=${say(labelKeys[this.source])}
          ></div>
          ${this.#overlay()}
        </div>
      </div>
      ${selected === null ? nothing : this.#detail(selected)}
    </div>`;
  }

  #detail(row: number): TemplateResult {
    return html`<wirebook-split-divider .context=${this.context}></wirebook-split-divider>
      <div class="detail-pane second">
        <wirebook-row-detail
          .context=${this.context}
          .exchange=${this.exchange}
          .source=${this.source}
          .row=${row}
          .filterText=${this.#filter().text}
          @detail-close=${() => this.#close()}
        ></wirebook-row-detail>
      </div>`;
  }

  protected override firstUpdated(): void {
    const element = this.querySelector<HTMLElement>(`#log-${this.source}`)!;
    this.#grid = new LogGrid(element, {
      query: (from, count) =>
        this.context.channel.request('rows', {
          exchange: this.exchange.id,
          source: this.source,
          filter: this.#filter(),
          from,
          count,
        }),
      onSelect: (row, open) => this.#select(row, open),
      onWindow: (window) => {
        this.counts = window;
        this.problem = null;
      },
      onFollow: (following, newRows) => {
        this.following = following;
        this.newRows = newRows;
      },
      onError: (error) => (this.problem = error.message),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#grid) return;
    const previous = changed.get('exchange');
    if (changed.has('exchange') && previous?.id !== this.exchange.id) {
      // What is over is read from its beginning, but a failure is found at the end.
      this.#grid.reset(!isOver(this.exchange) || this.exchange.state === 'failed');
    } else if (this.#shownRevision !== this.exchange.revision) {
      this.#grid.refresh();
    }
    this.#shownRevision = this.exchange.revision;
    if (changed.has('paused')) this.#grid.pause(this.paused);
    this.#grid.select(this.#selectedRow());
  }

  #overlay(): TemplateResult | typeof nothing {
    if (this.problem !== null) {
      return html`<div class="log-empty" role="status">${icon('error')} ${this.problem}</div>`;
    }
    const over = isOver(this.exchange);
    if (this.counts && this.counts.matched === 0) {
      const empty = over ? 'logNothing' : 'logEmpty';
      return html`<div class="log-empty" role="status">
        ${say(this.counts.total === 0 ? empty : 'logNothingPasses')}
      </div>`;
    }
    if (this.newRows === 0) return nothing;
    return html`<button type="button" class="new-pill" @click=${() => this.#goToEnd()}>
      ${say(over ? 'moreRows' : 'newRows', formatCount(this.newRows))}
    </button>`;
  }

  #goToEnd(): void {
    if (this.paused) this.dispatchEvent(new CustomEvent('resume', { bubbles: true }));
    this.#grid?.followEnd();
    this.focusLog();
  }

  #filter(): RowFilter {
    return this.context.ui.filters[this.source] ?? emptyFilter;
  }

  #setFilter(filter: RowFilter): void {
    this.context.remember({ filters: { ...this.context.ui.filters, [this.source]: filter } });
    this.requestUpdate();
    clearTimeout(this.#filterTimer);
    // Typing fast asks once, not for every letter.
    this.#filterTimer = setTimeout(() => this.#grid?.reset(this.following), 120);
  }

  #selectedRow(): number | null {
    const { selected } = this.context.ui;
    const here = selected?.exchange === this.exchange.id && selected.source === this.source;
    return here ? selected.row : null;
  }

  #select(row: LogRow, open: boolean): void {
    if (!open && this.#selectedRow() === null) return;
    this.context.remember({
      selected: { exchange: this.exchange.id, source: this.source, row: row.row },
    });
    this.requestUpdate();
  }

  #close(): void {
    this.context.remember({ selected: null });
    this.requestUpdate();
    this.focusLog();
  }
}

customElements.define('wirebook-log-view', LogView);
