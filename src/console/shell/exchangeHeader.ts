import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import { exchangeTitle } from '../../protocol/exchangeTitle.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { iconButton } from '../page/templates.ts';
import { formatBytes, formatCount } from '../words/formats.ts';
import { isOver, stateText } from '../words/states.ts';
import { isConversation, isRaw } from '../words/kinds.ts';
import { say } from '../words/words.ts';
import { furtherFacts, mainFacts, totalText } from './factsLine.ts';
import './phaseBar.ts';
import { lastHop } from './tabModel.ts';
import './exchangeHeader.css';

/** Above everything: what is shown, how it stands, what can be done, and the way to it to scale. */
export class ExchangeHeader extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    paused: { attribute: false },
    canPause: { attribute: false },
    inEditor: { attribute: false },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare paused: boolean;
  declare canPause: boolean;
  declare inEditor: boolean;
  #ticker: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
  }

  protected override updated(): void {
    clearInterval(this.#ticker);
    if (this.exchange.state === 'open') {
      this.#ticker = setInterval(() => this.requestUpdate(), 1000);
    }
  }

  protected override render(): TemplateResult {
    const { exchange } = this;
    const state = stateText(exchange, Date.now());
    return html`<header class="head">
      <div class="head-line">
        <span class="dot tone-${state.tone}" aria-hidden="true"></span>
        <h1 class="head-name">
          <button
            type="button"
            class="plain"
            title=${say('goToRequest', `${exchange.file}:${exchange.line}`)}
            @click=${() => this.context.act({ action: 'openSource', exchange: exchange.id })}
          >
            ${exchangeTitle(exchange)}
          </button>
        </h1>
        ${this.#url('head-url-wide')}
        <span class="head-state tone-${state.tone}" title=${`${state.strong} ${state.rest}`.trim()}>
          <strong>${state.strong}</strong> <span class="head-rest">${state.rest}</span>
        </span>
        ${this.#counters()}
        <span class="head-actions">${this.#actions()}</span>
      </div>
      ${this.#url('head-url-narrow')}
      <wirebook-phase-bar .exchange=${exchange}></wirebook-phase-bar>
      ${exchange.hops.length === 0 ? nothing : this.#facts()}
    </header>`;
  }

  #facts(): TemplateResult {
    const { exchange } = this;
    return html`<div class="facts">
      <span><strong>${totalText(exchange)}</strong></span>
      <span class="facts-counters">${this.#counters()}</span>
      ${mainFacts(exchange).map((fact) => html`<span>${fact}</span>`)}
      ${furtherFacts(exchange).map((fact) => html`<span class="fact-further">${fact}</span>`)}
    </div>`;
  }

  #url(className: string): TemplateResult {
    const { method, url, kind } = this.exchange;
    const text = isConversation(kind) ? url : `${method} ${url}`;
    return html`<span class="head-url ${className}" title=${text}>${text}</span>`;
  }

  #counters(): TemplateResult | typeof nothing {
    const { counts, kind } = this.exchange;
    if (isConversation(kind) && this.exchange.openedAtMs === null) return nothing;
    if (isRaw(kind)) {
      return html`<span class="counters">
        ${counter('out', '↑', 'rawSent', counts.messagesOut)}
        ${counter('in', '↓', 'rawReceived', counts.messagesIn)}
      </span>`;
    }
    if (kind === 'websocket') {
      return html`<span class="counters">
        ${counter('out', '↑', 'framesSent', counts.framesOut)}
        ${counter('in', '↓', 'framesReceived', counts.framesIn)}
      </span>`;
    }
    const body = lastHop(this.exchange)?.body;
    if (!body) return nothing;
    const decoded = body.encoding !== 'identity' && body.encoding !== '';
    return html`<span class="counters dim">
      ${
        decoded
          ? `${formatBytes(body.wireBytes)} → ${formatBytes(body.bytes)} ${body.encoding}`
          : formatBytes(body.bytes)
      }
    </span>`;
  }

  #actions(): TemplateResult[] {
    const { exchange, context } = this;
    const buttons: TemplateResult[] = [];
    if (this.canPause) buttons.push(this.#pauseButton());
    const again = isConversation(exchange.kind) ? 'reconnect' : 'sendAgain';
    buttons.push(
      iconButton({
        icon: 'refresh',
        label: say(again),
        onClick: () => context.act({ action: 'sendAgain', exchange: exchange.id }),
      }),
    );
    buttons.push(
      iconButton({
        icon: 'list-tree',
        label: say('lanesShow'),
        onClick: () => this.dispatchEvent(new CustomEvent('show-lanes', { bubbles: true })),
        className: 'show-lanes',
      }),
    );
    if (!this.inEditor) {
      buttons.push(
        iconButton({
          icon: 'link-external',
          label: say('openConsoleInEditor'),
          onClick: () => context.act({ action: 'openInEditor' }),
        }),
      );
    }
    if (!isOver(exchange)) buttons.push(this.#stopButton());
    return buttons;
  }

  #pauseButton(): TemplateResult {
    return iconButton({
      icon: this.paused ? 'debug-continue' : 'debug-pause',
      label: say(this.paused ? 'resume' : 'pause'),
      onClick: () => this.dispatchEvent(new CustomEvent('pause-toggle')),
      pressed: this.paused,
    });
  }

  #stopButton(): TemplateResult {
    const { exchange, context } = this;
    const isOpen = exchange.state === 'open';
    return iconButton({
      icon: 'close',
      label: say(isOpen ? 'closeConnection' : 'cancel'),
      onClick: () =>
        context.act(
          isOpen
            ? { action: 'close', exchange: exchange.id, code: 1000, reason: '' }
            : { action: 'cancel', exchange: exchange.id },
        ),
    });
  }
}

function counter(
  direction: 'out' | 'in',
  arrow: string,
  word: 'framesSent' | 'framesReceived' | 'rawSent' | 'rawReceived',
  count: number,
): TemplateResult {
  const text = formatCount(count);
  return html`<span class="counter-${direction}" title=${say(word, text)}
    ><span aria-hidden="true">${arrow} </span
    ><span class="sr-only">${say(word, '')}</span>${text}</span
  >`;
}

customElements.define('wirebook-exchange-header', ExchangeHeader);
