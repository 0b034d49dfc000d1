import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { RowFilter, RowSource, RowsWindow } from '../../protocol/rows.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { iconButton } from '../page/templates.ts';
import { formatCount } from '../words/formats.ts';
import { say } from '../words/words.ts';
import {
  isChipShown,
  isDirectionShown,
  toggleChip,
  toggleDirection,
  typeChips,
} from './rowChips.ts';
import './filterBar.css';

/** The filter of a log: a text box, chips of directions and types, and how many rows pass. */
export class FilterBar extends ConsoleElement {
  static override properties = {
    source: { attribute: false },
    filter: { attribute: false },
    counts: { attribute: false },
    chipsOpen: { state: true },
  };
  declare source: RowSource;
  declare filter: RowFilter;
  declare counts: Pick<RowsWindow, 'matched' | 'total' | 'complete' | 'invalidRegex'> | null;
  declare chipsOpen: boolean;

  constructor() {
    super();
    this.chipsOpen = false;
  }

  focusInput(): void {
    const input = this.querySelector('input');
    input?.focus();
    input?.select();
  }

  protected override render(): TemplateResult {
    const invalid = this.counts?.invalidRegex === true;
    return html`<div class="filter-bar ${this.chipsOpen ? 'chips-open' : ''}" role="search">
      <input
        type="text"
        class="field filter-input"
        spellcheck="false"
        autocomplete="off"
        placeholder=${say('filterPlaceholder')}
        aria-label=${say('filterLabel')}
        aria-invalid=${invalid}
        aria-describedby=${invalid ? 'filter-notice' : nothing}
        .value=${this.filter.text}
        @input=${(event: InputEvent) => this.#typed(event)}
        @keydown=${(event: KeyboardEvent) => this.#keyDown(event)}
      />
      ${this.source === 'events' ? nothing : this.#chipsToggle()}
      <div class="chips" role="group" aria-label=${say('filterTypes')}>${this.#chips()}</div>
      <span class="filter-count">${this.#count()}</span>
      ${
        invalid
          ? html`<div class="filter-notice" id="filter-notice" role="status">
              ${say('filterInvalidRegex')}
            </div>`
          : nothing
      }
    </div>`;
  }

  #chipsToggle(): TemplateResult {
    return iconButton({
      icon: this.#hides() ? 'filter-filled' : 'filter',
      label: say('filterTypes'),
      onClick: () => (this.chipsOpen = !this.chipsOpen),
      pressed: this.chipsOpen,
      className: 'chips-toggle',
    });
  }

  #chips(): TemplateResult[] {
    const { filter, source } = this;
    // Events only ever come in.
    const choices = source === 'events' ? [] : (['out', 'in'] as const);
    const directions = choices.map((direction) =>
      this.#chip(
        direction === 'out' ? '↑' : '↓',
        say(direction === 'out' ? 'chipOut' : 'chipIn'),
        isDirectionShown(filter, direction),
        () => toggleDirection(filter, direction),
      ),
    );
    const types = typeChips(source).map((chip) =>
      this.#chip(say(chip.word), null, isChipShown(filter, chip), () =>
        toggleChip(filter, source, chip),
      ),
    );
    return [...directions, ...types];
  }

  #chip(word: string, label: string | null, shown: boolean, next: () => RowFilter): TemplateResult {
    return html`<button
      type="button"
      class="chip"
      aria-pressed=${shown}
      aria-label=${label ?? nothing}
      title=${label ?? nothing}
      @click=${() => this.#change(next())}
    >
      ${word}
    </button>`;
  }

  #count(): string {
    if (!this.counts) return '';
    const { matched, total, complete } = this.counts;
    const more = complete ? '' : '…';
    if (matched === total) return formatCount(total) + more;
    return say('countOf', formatCount(matched), formatCount(total)) + more;
  }

  #hides(): boolean {
    return this.filter.directions.length > 0 || this.filter.types.length > 0;
  }

  #typed(event: InputEvent): void {
    this.#change({ ...this.filter, text: (event.target as HTMLInputElement).value });
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.filter.text !== '') {
      this.#change({ ...this.filter, text: '' });
      event.stopPropagation();
    }
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      this.dispatchEvent(new CustomEvent('filter-done'));
      event.preventDefault();
    }
  }

  #change(filter: RowFilter): void {
    this.dispatchEvent(new CustomEvent<RowFilter>('filter-change', { detail: filter }));
  }
}

customElements.define('wirebook-filter-bar', FilterBar);
