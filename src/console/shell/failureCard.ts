import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView, FailureView } from '../../protocol/exchange.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon } from '../page/templates.ts';
import { isConversation } from '../words/kinds.ts';
import { say } from '../words/words.ts';
import { hostPort, remediesOf, splitSentences } from './failureModel.ts';
import type { FailureRemedy } from './failureModel.ts';
import './failureCard.css';

/** Why an exchange failed and what to do about it: a card where it is all there is, else a strip. */
export class FailureCard extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    compact: { attribute: false },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare compact: boolean;

  protected override render(): TemplateResult | typeof nothing {
    const { failure } = this.exchange;
    if (!failure) return nothing;
    return this.compact ? this.#strip(failure) : this.#card(failure);
  }

  #card(failure: FailureView): TemplateResult {
    const { title, explanation } = splitSentences(failure.message);
    return html`<section class="failure-card" role="alert">
      <h2>${title}</h2>
      ${explanation === '' ? nothing : html`<p>${explanation}</p>`}
      ${failure.hint === '' ? nothing : html`<p>${failure.hint}</p>`}
      <div class="failure-remedies">
        ${remediesOf(failure, this.exchange.url).map((remedy, index) =>
          this.#button(remedy, index === 0),
        )}
      </div>
      <div class="code">${codeLine(failure)}</div>
    </section>`;
  }

  #strip(failure: FailureView): TemplateResult {
    return html`<section class="failure-strip" role="alert">
      ${icon('error')}
      <div>
        <p>${failure.message} ${failure.hint}</p>
        <div class="code">${codeLine(failure)}</div>
      </div>
    </section>`;
  }

  #button(remedy: FailureRemedy, first: boolean): TemplateResult {
    return html`<button
      type="button"
      class="button ${first ? '' : 'secondary'}"
      @click=${() => this.#do(remedy)}
    >
      ${this.#word(remedy)}
    </button>`;
  }

  #word(remedy: FailureRemedy): string {
    const { host, port } = hostPort(this.exchange.url);
    const isWebSocket = isConversation(this.exchange.kind);
    switch (remedy) {
      case 'startDemo':
        return say('startDemo');
      case 'trustCertificate':
        return say('trustFor', `${host}:${port}`);
      case 'sendOnceInsecure':
        return say(isWebSocket ? 'connectOnceInsecure' : 'sendOnceInsecure');
      case 'showChain':
        return say('showChain');
      case 'openSource':
        return say('openRequest');
      case 'sendAgain':
        return say(isWebSocket ? 'reconnect' : 'sendAgain');
    }
  }

  #do(remedy: FailureRemedy): void {
    const exchange = this.exchange.id;
    if (remedy === 'startDemo') this.context.act({ action: 'startDemo' });
    else if (remedy === 'showChain')
      this.dispatchEvent(new CustomEvent('show-chain', { bubbles: true }));
    else this.context.act({ action: remedy, exchange });
  }
}

function codeLine(failure: FailureView): string {
  return [failure.code, failure.cause].filter(Boolean).join(' · ');
}

customElements.define('wirebook-failure-card', FailureCard);
