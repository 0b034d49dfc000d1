import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { say } from '../words/words.ts';
import './hopList.css';

/** The hops of an exchange, to choose one; not there when there is only one. */
export class HopList extends ConsoleElement {
  static override properties = { exchange: { attribute: false }, hop: { attribute: false } };
  declare exchange: ExchangeView;
  declare hop: number;

  protected override render(): TemplateResult | typeof nothing {
    const { hops } = this.exchange;
    if (hops.length < 2) return nothing;
    return html`<div class="hop-list" role="group" aria-label=${say('hopsLabel')}>
      ${hops.map((hop, index) => this.#hop(hop, index))}
    </div>`;
  }

  #hop(hop: HopView, index: number): TemplateResult {
    const { status, reason } = hop.response ?? { status: null, reason: '' };
    return html`<button
      type="button"
      class="hop"
      aria-pressed=${index === this.hop}
      @click=${() =>
        this.dispatchEvent(new CustomEvent('hop-change', { detail: index, bubbles: true }))}
    >
      <span class="hop-number">${index + 1}</span>
      <span class="hop-status" title=${hop.lostBy ?? reason}
        >${status ?? (hop.lostBy ? '✕' : '…')}</span
      >
      <span class="hop-url">${hop.request?.method ?? ''} ${hop.url}</span>
    </button>`;
  }
}

customElements.define('wirebook-hop-list', HopList);
