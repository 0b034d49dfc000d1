import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ComposerFormat } from '../../protocol/console.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon } from '../page/templates.ts';
import { isOver } from '../words/states.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import { composerFormats, composerProblem } from './composerInput.ts';
import './composerMenus.ts';
import './composerView.css';

const formatWords: Record<ComposerFormat, WordKey> = {
  text: 'formatText',
  lf: 'formatLf',
  crlf: 'formatCrlf',
  json: 'formatJson',
  hex: 'formatHex',
  base64: 'formatBase64',
  file: 'formatFile',
};

/** One line that grows: a message to be sent on an open connection, and ping and close beside it. */
export class ComposerView extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    problem: { state: true },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare problem: string | null;

  constructor() {
    super();
    this.problem = null;
  }

  focusInput(): void {
    this.querySelector('textarea')?.focus();
  }

  protected override render(): TemplateResult {
    const isOpen = this.exchange.state === 'open';
    return html`<form
      class="composer ${isOver(this.exchange) ? 'over' : ''}"
      @submit=${(event: Event) => this.#submit(event)}
    >
      ${
        this.problem === null
          ? nothing
          : html`<div class="composer-problem" id="composer-problem" role="alert">
              ${icon('error')} ${this.problem}
            </div>`
      }
      ${isOpen ? nothing : html`<div class="composer-why" id="composer-why">${this.#why()}</div>`}
      <div class="composer-line">
        ${this.#formatSelect(isOpen)} ${this.#input(isOpen)}
        <button type="submit" class="button" ?disabled=${!isOpen} title=${say('sendTitle')}>
          ${say('send')}
        </button>
        <wirebook-composer-menus
          .context=${this.context}
          .exchange=${this.exchange}
        ></wirebook-composer-menus>
      </div>
    </form>`;
  }

  get #format(): ComposerFormat {
    const saved = this.context.ui.composerFormat;
    return composerFormats(this.exchange.kind).find((format) => format === saved) ?? 'text';
  }

  #why(): string {
    const { state } = this.exchange;
    if (state === 'closing') return say('composerClosing');
    return say(isOver(this.exchange) ? 'composerClosed' : 'composerConnecting');
  }

  #formatSelect(isOpen: boolean): TemplateResult {
    return html`<select
      class="field composer-format"
      aria-label=${say('formatLabel')}
      ?disabled=${!isOpen}
      @change=${(event: Event) => this.#chooseFormat((event.target as HTMLSelectElement).value)}
    >
      ${composerFormats(this.exchange.kind).map(
        (format) =>
          html`<option value=${format} ?selected=${format === this.#format}>
            ${say(formatWords[format])}
          </option>`,
      )}
    </select>`;
  }

  #input(isOpen: boolean): TemplateResult {
    const describedBy =
      this.problem === null ? (isOpen ? nothing : 'composer-why') : 'composer-problem';
    return html`<textarea
      class="field composer-input"
      rows="1"
      spellcheck="false"
      ?disabled=${!isOpen}
      placeholder=${say(this.#format === 'file' ? 'composerFilePlaceholder' : 'composerPlaceholder')}
      aria-label=${say('composerLabel')}
      aria-invalid=${this.problem !== null}
      aria-describedby=${describedBy}
      .value=${this.context.ui.composerText}
      @input=${(event: Event) => this.#typed((event.target as HTMLTextAreaElement).value)}
      @keydown=${(event: KeyboardEvent) => this.#keyDown(event)}
    ></textarea>`;
  }

  #chooseFormat(format: string): void {
    this.context.remember({ composerFormat: format });
    this.problem = null;
    this.requestUpdate();
    this.focusInput();
  }

  #typed(text: string): void {
    this.context.remember({ composerText: text });
    if (this.problem !== null) this.problem = composerProblem(this.#format, text);
  }

  /** Enter sends a single line; in a longer text it breaks the line, and Ctrl+Enter sends. */
  #keyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
    const sends = event.ctrlKey || event.metaKey || !this.context.ui.composerText.includes('\n');
    if (!sends) return;
    event.preventDefault();
    this.querySelector('form')?.requestSubmit();
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.exchange.state !== 'open') return;
    const format = this.#format;
    const text = this.context.ui.composerText;
    this.problem = composerProblem(format, text);
    if (this.problem === null) void this.#send(format, text);
  }

  async #send(format: ComposerFormat, text: string): Promise<void> {
    try {
      await this.context.channel.request('send', { exchange: this.exchange.id, format, text });
      // Kept and selected: the same again is one key, another text replaces it.
      this.querySelector('textarea')?.select();
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}

customElements.define('wirebook-composer', ComposerView);
