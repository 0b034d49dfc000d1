import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { BodyView } from '../../protocol/hopView.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon, iconButton } from '../page/templates.ts';
import { formatBytes } from '../words/formats.ts';
import { isOver } from '../words/states.ts';
import { say } from '../words/words.ts';
import type { PayloadView } from '../payload/payloadView.ts';
import '../payload/payloadView.ts';
import { bodySource } from './bodySource.ts';
import './hopList.ts';
import './responseTab.css';

/** The body of a response. */
export class ResponseTab extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    hop: { attribute: false },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare hop: number;

  focusFilter(): void {
    this.querySelector<PayloadView>('wirebook-payload-view')?.focusFilter();
  }

  protected override render(): TemplateResult {
    return html`<div class="response">
      <wirebook-hop-list .exchange=${this.exchange} .hop=${this.hop}></wirebook-hop-list>
      ${this.#body()}
    </div>`;
  }

  #body(): TemplateResult {
    const { exchange, context, hop } = this;
    const body = exchange.hops[hop]?.body ?? null;
    if (!body) return html`<p class="quiet">${this.#nothingYet()}</p>`;
    return html`${this.#limit(body)}
      <wirebook-payload-view
        .context=${context}
        .source=${bodySource(exchange, hop)}
        .withQuery=${true}
        .actions=${this.#actions()}
      ></wirebook-payload-view>`;
  }

  #nothingYet(): string {
    if (this.exchange.hops[this.hop]?.response) return say('responseNoBody');
    if (this.exchange.state === 'cancelled') return say('responseCancelled');
    return say(isOver(this.exchange) ? 'noResponse' : 'responseWaiting');
  }

  #limit(body: BodyView): TemplateResult | typeof nothing {
    if (body.keptBytes < body.bytes) {
      return strip(say('bodyLimit', formatBytes(body.keptBytes), formatBytes(body.bytes)));
    }
    if (!body.complete && isOver(this.exchange)) return strip(say('bodyCutOff'));
    return nothing;
  }

  #actions(): TemplateResult {
    const { context, hop } = this;
    const exchange = this.exchange.id;
    return html`${iconButton({
      icon: 'go-to-file',
      label: say('openInEditor'),
      onClick: () => context.act({ action: 'openBody', exchange, hop }),
    })}
    ${iconButton({
      icon: 'save',
      label: say('saveBody'),
      onClick: () => context.act({ action: 'saveBody', exchange, hop }),
    })}`;
  }
}

function strip(sentence: string): TemplateResult {
  return html`<div class="limit-strip" role="status">${icon('warning')} ${sentence}</div>`;
}

customElements.define('wirebook-response-tab', ResponseTab);
