import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { ConnectionView, TlsView } from '../../protocol/connectionView.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { isOver } from '../words/states.ts';
import { say } from '../words/words.ts';
import { certificateChain } from './certificateChain.ts';
import { offeredFacts, socketFacts, tlsFacts } from './connectionFacts.ts';
import type { Fact } from './connectionFacts.ts';
import './hopList.ts';
import './connectionTab.css';

/** The socket an exchange used: addresses, protocol and why, TLS, certificates. */
export class ConnectionTab extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    hop: { attribute: false },
    fetched: { state: true },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare hop: number;
  declare fetched: ConnectionView | null;

  constructor() {
    super();
    this.fetched = null;
  }

  /** Brings the certificate chain into view. */
  showChain(): void {
    const chain = this.querySelector<HTMLElement>('#certificate-chain');
    chain?.scrollIntoView({ block: 'start' });
    chain?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('exchange') || changed.has('hop')) void this.#fetch();
  }

  protected override render(): TemplateResult {
    const connection = this.#connection();
    return html`<wirebook-hop-list .exchange=${this.exchange} .hop=${this.hop}></wirebook-hop-list>
      ${
        connection
          ? html`<div class="connection">
              <div class="connection-sides">
                ${this.#socket(connection)} ${this.#tls(connection.tls, 'TLS')}
                ${this.#tls(connection.proxyTls ?? null, say('sectionProxyTls'))}
              </div>
              ${this.#chain(connection.tls)} ${this.#chain(connection.proxyTls ?? null)}
            </div>`
          : this.#none()
      }`;
  }

  /** A hop before the last may have used another socket: the snapshot holds only the last one's. */
  async #fetch(): Promise<void> {
    const id = this.exchange.hops[this.hop]?.connection ?? null;
    if (id === null || id === this.exchange.connection?.id || id === this.fetched?.id) return;
    this.fetched = await this.context.channel
      .request('connection', { connection: id })
      .catch((error: unknown) => {
        this.context.onNotice((error as Error).message);
        return null;
      });
  }

  #connection(): ConnectionView | null {
    const id = this.exchange.hops[this.hop]?.connection ?? null;
    if (id === null) return this.exchange.connection;
    return [this.exchange.connection, this.fetched].find((each) => each?.id === id) ?? null;
  }

  #none(): TemplateResult | typeof nothing {
    if (this.exchange.state === 'failed') return nothing;
    return html`<p class="quiet">${say(isOver(this.exchange) ? 'noConnection' : 'connecting')}</p>`;
  }

  #socket(connection: ConnectionView): TemplateResult {
    const hop = this.exchange.hops[this.hop] ?? null;
    return html`<section>
      <h2 class="section-title"><span>${say('sectionSocket')}</span></h2>
      ${factList(socketFacts(this.exchange, hop, connection))}
    </section>`;
  }

  #tls(tls: TlsView | null, title: string): TemplateResult | typeof nothing {
    if (!tls) return nothing;
    return html`<section>
      <h2 class="section-title"><span>${title}</span></h2>
      ${factList(tlsFacts(tls))}
      ${
        tls.offered
          ? html`<details class="offered">
              <summary>${say('offeredTitle')}</summary>
              ${factList(offeredFacts(tls.offered))}
            </details>`
          : nothing
      }
    </section>`;
  }

  #chain(tls: TlsView | null): TemplateResult | typeof nothing {
    if (!tls || tls.chain.length === 0) return nothing;
    return certificateChain(tls.chain, Date.now());
  }
}

function factList(facts: Fact[]): TemplateResult {
  return html`<dl class="fact-list">
    ${facts.map(
      ({ name, value, tone }) =>
        html`<dt>${name}</dt>
          <dd class=${tone ? `tone-${tone}` : ''}>${value}</dd>`,
    )}
  </dl>`;
}

customElements.define('wirebook-connection-tab', ConnectionTab);
