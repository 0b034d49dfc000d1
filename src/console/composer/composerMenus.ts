import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import {
  closeCodeMeaning,
  closeReasonLimitBytes,
  maySendCloseCode,
} from '../payload/closeCodes.ts';
import { icon } from '../page/templates.ts';
import { isRaw } from '../words/kinds.ts';
import { say } from '../words/words.ts';
import { utf8Length } from './composerInput.ts';
import './composerMenus.css';

type Menu = 'ping' | 'close';
/** Payload of a control frame (RFC 6455 §5.5). */
const pingLimitBytes = 125;

/** Ping and Close beside the composer, each with a small form of its own. */
export class ComposerMenus extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    menu: { state: true },
    code: { state: true },
    reason: { state: true },
    payload: { state: true },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare menu: Menu | null;
  declare code: string;
  declare reason: string;
  declare payload: string;
  readonly #outside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.menu = null;
  };

  constructor() {
    super();
    this.menu = null;
    this.code = '1000';
    this.reason = '';
    this.payload = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#outside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#outside);
  }

  protected override render(): TemplateResult {
    if (isRaw(this.exchange.kind)) return this.#closeButton();
    return html`${this.#opener('ping', say('ping'))} ${this.#opener('close', say('close'))}
    ${this.menu === 'ping' ? this.#pingForm() : nothing}
    ${this.menu === 'close' ? this.#closeForm() : nothing}`;
  }

  #opener(menu: Menu, word: string): TemplateResult {
    return html`<button
      type="button"
      class="button secondary opener"
      ?disabled=${this.exchange.state !== 'open'}
      aria-haspopup="dialog"
      aria-expanded=${this.menu === menu}
      @click=${() => this.#toggle(menu)}
    >
      ${word} ${icon('chevron-down')}
    </button>`;
  }

  /** Without frames there is nothing to say with it. */
  #closeButton(): TemplateResult {
    const { id, state } = this.exchange;
    return html`<button
      type="button"
      class="button secondary"
      ?disabled=${state !== 'open'}
      title=${say('closeConnection')}
      @click=${() => this.context.act({ action: 'close', exchange: id, code: 1000, reason: '' })}
    >
      ${say('close')}
    </button>`;
  }

  #pingForm(): TemplateResult {
    const bytes = utf8Length(this.payload);
    const tooLong = bytes > pingLimitBytes;
    return this.#dialog(
      say('pingTitle'),
      html`<label>
          ${say('pingPayload')}
          <input
            class="field"
            type="text"
            .value=${this.payload}
            @input=${(event: Event) => (this.payload = (event.target as HTMLInputElement).value)}
          />
        </label>
        <div class="menu-note ${tooLong ? 'bad' : ''}">
          ${say('bytesOf', bytes, pingLimitBytes)}
        </div>`,
      say('pingSend'),
      !tooLong,
      () => this.context.act({ action: 'ping', exchange: this.exchange.id, text: this.payload }),
    );
  }

  #closeForm(): TemplateResult {
    const code = Number(this.code);
    const allowed = Number.isInteger(code) && maySendCloseCode(code);
    const bytes = utf8Length(this.reason);
    const tooLong = bytes > closeReasonLimitBytes;
    const note = allowed ? say(closeCodeMeaning(code)) : say('closeCodeForbidden');
    return this.#dialog(
      say('closeTitle'),
      html`<label>
          ${say('closeCode')}
          <input
            class="field close-code"
            type="text"
            inputmode="numeric"
            list="close-codes"
            .value=${this.code}
            @input=${(event: Event) => (this.code = (event.target as HTMLInputElement).value)}
          />
        </label>
        <datalist id="close-codes">
          ${[1000, 1001, 1008, 1011, 4000].map((each) => html`<option value=${each}></option>`)}
        </datalist>
        <div class="menu-note ${allowed ? '' : 'bad'}">${note}</div>
        <label>
          ${say('closeReason')}
          <input
            class="field"
            type="text"
            .value=${this.reason}
            @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}
          />
        </label>
        <div class="menu-note ${tooLong ? 'bad' : ''}">
          ${say('bytesOf', bytes, closeReasonLimitBytes)}
        </div>`,
      say('closeSend'),
      allowed && !tooLong,
      () =>
        this.context.act({
          action: 'close',
          exchange: this.exchange.id,
          code,
          reason: this.reason,
        }),
    );
  }

  #dialog(
    title: string,
    content: TemplateResult,
    send: string,
    ready: boolean,
    onSend: () => void,
  ): TemplateResult {
    const submit = (): void => {
      if (!ready) return;
      onSend();
      this.#dismiss();
    };
    // Not a form: it stands inside the composer's own.
    return html`<div
      class="menu"
      role="dialog"
      aria-label=${title}
      @keydown=${(event: KeyboardEvent) => this.#menuKey(event, submit)}
    >
      <strong>${title}</strong>
      ${content}
      <button type="button" class="button" ?disabled=${!ready} @click=${submit}>${send}</button>
    </div>`;
  }

  #menuKey(event: KeyboardEvent, submit: () => void): void {
    if (event.key === 'Escape') this.#dismiss();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #toggle(menu: Menu): void {
    this.menu = this.menu === menu ? null : menu;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.menu input')?.focus());
  }

  #dismiss(): void {
    const opener = this.querySelector<HTMLElement>('.opener[aria-expanded="true"]');
    this.menu = null;
    opener?.focus();
  }
}

customElements.define('wirebook-composer-menus', ComposerMenus);
