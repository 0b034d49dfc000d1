import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { hexOf } from '../hex/hexModel.ts';
import { parseFilter } from '../log/filterText.ts';
import type { ParsedFilter } from '../log/filterText.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { iconButton } from '../page/templates.ts';
import { formatBytes, formatCount } from '../words/formats.ts';
import { say, sayCount } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import './imageView.ts';
import { PayloadContent } from './payloadContent.ts';
import type { PayloadSource } from './payloadContent.ts';
import type { PayloadViewName } from './payloadKind.ts';
import { PayloadPart } from './payloadPart.ts';
import './payloadView.css';

const viewWords: Record<PayloadViewName, WordKey> = {
  json: 'viewJson',
  image: 'viewImage',
  text: 'viewText',
  hex: 'viewHex',
};
/** Slices that "load more" reads: a megabyte of text, but a picture whole. */
const moreSlices = { image: 256, other: 4 };

/** A payload as JSON tree, picture, text or hex dump, read slice by slice. */
export class PayloadView extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    source: { attribute: false },
    filterText: { attribute: false },
    withQuery: { attribute: false },
    actions: { attribute: false },
    problem: { state: true },
    loading: { state: true },
    query: { state: true },
    matchCount: { state: true },
    view: { state: true },
  };
  declare context: ConsoleContext;
  declare source: PayloadSource;
  /** Marked in what is shown (a log's filter). */
  declare filterText: string;
  /** Has a query box of its own, which filters. */
  declare withQuery: boolean;
  /** Further buttons of the toolbar. */
  declare actions: TemplateResult | null;
  declare problem: string | null;
  declare loading: boolean;
  declare query: string;
  declare matchCount: number | null;
  declare view: PayloadViewName | null;
  #content: PayloadContent | null = null;
  readonly #part = new PayloadPart();
  #filter: ParsedFilter = parseFilter('');
  #filterOf = '';

  constructor() {
    super();
    this.problem = null;
    this.loading = false;
    this.query = '';
    this.filterText = '';
    this.withQuery = false;
    this.matchCount = null;
    this.actions = null;
    this.view = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#part.drop();
  }

  focusFilter(): void {
    this.querySelector<HTMLInputElement>('.query-input')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const text = this.withQuery ? this.query : this.filterText;
    if (text !== this.#filterOf) {
      this.#filter = parseFilter(text);
      this.#filterOf = text;
    }
    if (changed.has('source')) this.#sourceChanged(changed.get('source'));
  }

  protected override render(): TemplateResult {
    return html`<div class="payload-bar ${this.withQuery ? 'with-query' : ''}">
        ${this.withQuery && this.#canSearch() ? this.#queryBox() : nothing}
        <div class="view-switch" role="group" aria-label=${say('viewSwitch')}>
          ${(this.#content?.views ?? []).map((view) => this.#viewButton(view))}
        </div>
        <span class="payload-size" role="status">${this.#size()}</span>
        <span class="payload-actions">
          ${iconButton({ icon: 'copy', label: say('copy'), onClick: () => this.#copy() })}
          ${this.actions}
        </span>
      </div>
      ${this.#notices()}
      <div class="payload-content">${this.#shown()}</div>
      ${this.#moreBar()}`;
  }

  protected override updated(): void {
    const element = this.querySelector<HTMLElement>('.payload-part');
    const { view } = this;
    if (!element || !this.#content || view === null || view === 'image') {
      this.#part.drop();
      return;
    }
    this.matchCount = this.#part.show(element, view, this.#content, {
      matcher: this.#filter.matcher,
      filters: this.withQuery,
    });
  }

  #sourceChanged(previous: PayloadSource | undefined): void {
    const same = previous && JSON.stringify(previous.ref) === JSON.stringify(this.source.ref);
    if (same && previous.version === this.source.version && previous.grows === this.source.grows) {
      return;
    }
    // What is not read to its end yet goes on from where it is.
    if (same && this.#content && !this.#content.reader.isComplete) return;
    if (same && this.#content && this.source.version >= previous.version) {
      void this.#grow(this.#content);
      return;
    }
    if (!same) {
      this.view = null;
      this.query = '';
    }
    const { channel } = this.context;
    const { ref } = this.source;
    this.#content = new PayloadContent(this.source, (offset, lengthBytes) =>
      channel.request('payload', { ref, offset, lengthBytes }),
    );
    void this.#load(1);
  }

  async #load(slices: number): Promise<void> {
    if (this.#content) await this.#show(this.#content, this.#content.load(slices));
  }

  /** Goes on until what has come in the meantime is read too. */
  async #grow(content: PayloadContent): Promise<void> {
    const { source } = this;
    await this.#show(content, content.grow(source));
    const isCurrent = content === this.#content && content.reader.isComplete;
    if (isCurrent && this.source !== source && this.source.version > source.version) {
      await this.#grow(content);
    }
  }

  async #show(content: PayloadContent, loading: Promise<void>): Promise<void> {
    this.loading = true;
    const problem = await loading.then(
      () => null,
      (error: unknown) => (error as Error).message,
    );
    if (content !== this.#content) return;
    this.problem = problem;
    this.loading = false;
    if (this.view === null || !content.views.includes(this.view)) {
      this.view = content.bestView(this.context.ui.payloadView);
    }
    this.requestUpdate();
  }

  #canSearch(): boolean {
    return this.view === 'json' || this.view === 'text';
  }

  #queryBox(): TemplateResult {
    return html`<input
      type="text"
      class="field query-input"
      spellcheck="false"
      autocomplete="off"
      placeholder=${say('queryPlaceholder')}
      aria-label=${say('queryLabel')}
      aria-invalid=${this.#filter.invalidRegex}
      .value=${this.query}
      @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.query = '';
      }}
    />`;
  }

  #viewButton(view: PayloadViewName): TemplateResult {
    return html`<button
      type="button"
      class=${this.withQuery ? 'chip' : 'view-tab'}
      aria-pressed=${view === this.view}
      @click=${() => this.#chooseView(view)}
    >
      ${say(view === 'text' && this.withQuery ? 'viewRaw' : viewWords[view])}
    </button>`;
  }

  #chooseView(view: PayloadViewName): void {
    this.view = view;
    this.context.remember({ payloadView: view === 'image' ? null : view });
  }

  #size(): string {
    const totalBytes = this.#content?.reader.totalBytes ?? null;
    if (totalBytes === null) return '';
    return this.withQuery && this.matchCount !== null
      ? sayCount('matchesOne', 'matchesOther', this.matchCount)
      : formatBytes(totalBytes);
  }

  #notices(): TemplateResult | typeof nothing {
    const sentences: string[] = [];
    if (this.problem !== null) sentences.push(this.problem);
    if (this.withQuery && this.#filter.invalidRegex) sentences.push(say('filterInvalidRegex'));
    const json = this.#content?.json;
    if (json?.tooDeep) sentences.push(say('jsonTooDeep'));
    if (json?.error && this.#content?.isBrokenJson && this.view === 'json') {
      const { line, column } = json.error;
      sentences.push(say('jsonInvalid', formatCount(line), formatCount(column)));
    }
    if (sentences.length === 0) return nothing;
    return html`<div class="payload-notice" role="status">
      ${sentences.map((sentence) => html`<div>${sentence}</div>`)}
    </div>`;
  }

  #shown(): TemplateResult | typeof nothing {
    const reader = this.#content?.reader;
    if (reader?.totalBytes === 0) return html`<p class="quiet">${say('payloadEmpty')}</p>`;
    if (!reader || this.view === null) {
      return this.loading ? html`<p class="quiet">${say('loading')}</p>` : nothing;
    }
    if (this.view !== 'image') return html`<div class="payload-part"></div>`;
    return html`<wirebook-image-view
      .bytes=${reader.bytes}
      .isComplete=${reader.isComplete}
      .contentType=${this.source.contentType}
    ></wirebook-image-view>`;
  }

  #moreBar(): TemplateResult | typeof nothing {
    const reader = this.#content?.reader;
    if (!reader || reader.totalBytes === null || reader.isComplete) return nothing;
    const slices = this.view === 'image' ? moreSlices.image : moreSlices.other;
    return html`<div class="more-bar">
      <span>
        ${say('partShown', formatBytes(reader.loadedBytes), formatBytes(reader.totalBytes))}
      </span>
      <button
        type="button"
        class="button secondary"
        ?disabled=${this.loading}
        @click=${() => void this.#load(slices)}
      >
        ${say('loadMore')}
      </button>
    </div>`;
  }

  #copy(): void {
    if (!this.#content) return;
    const { reader, text } = this.#content;
    const asBytes = this.view === 'hex' || this.view === 'image';
    this.context.act({ action: 'copy', text: asBytes ? hexOf(reader.bytes) : text });
  }
}

customElements.define('wirebook-payload-view', PayloadView);
