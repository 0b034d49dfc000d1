import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { iconButton } from '../page/templates.ts';
import { formatBytes } from '../words/formats.ts';
import { isOver } from '../words/states.ts';
import { say } from '../words/words.ts';
import { headText, headerFields, requestLine, statusLine } from './headerFields.ts';
import './hopList.ts';
import './headersTab.css';

/** The heads of a hop: the request as sent, what came before the response, the response as received. */
export class HeadersTab extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    hop: { attribute: false },
    secretsButton: { attribute: false },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare hop: number;
  declare secretsButton: TemplateResult;

  protected override render(): TemplateResult {
    const hop = this.exchange.hops[this.hop];
    return html`<div class="headers">
      <wirebook-hop-list .exchange=${this.exchange} .hop=${this.hop}></wirebook-hop-list>
      <div class="headers-scroll">
        ${
          hop?.request
            ? html`<div class="sides">${this.#request(hop)} ${this.#response(hop)}</div>`
            : html`<p class="quiet">${say('nothingSent')}</p>`
        }
      </div>
    </div>`;
  }

  #request(hop: HopView): TemplateResult {
    const request = hop.request!;
    const text = headText(requestLine(request), request.headers);
    return html`<section aria-labelledby="headers-sent">
      <h2 class="section-title" id="headers-sent">
        <span>${say('requestAsSent')}</span>
        <span>${this.secretsButton} ${this.#copyButton(text, 'copyRequest')}</span>
      </h2>
      ${headerFields(requestLine(request), request.headers)}
      ${
        request.bodyLength === 0
          ? nothing
          : html`<p class="body-note">
              ${
                request.bodyLength === null
                  ? say('bodyStreamed')
                  : say('bodyOf', formatBytes(request.bodyLength))
              }
            </p>`
      }
    </section>`;
  }

  #response(hop: HopView): TemplateResult {
    const { response, informational } = hop;
    return html`<section aria-labelledby="headers-received">
      <h2 class="section-title" id="headers-received">
        <span>${say('responseAsReceived')}</span>
        ${
          response
            ? this.#copyButton(headText(statusLine(response), response.headers), 'copyResponse')
            : nothing
        }
      </h2>
      ${informational.map(({ status, headers }) =>
        headerFields(say('informational', status), headers),
      )}
      ${
        response
          ? headerFields(statusLine(response), response.headers)
          : html`<p class="quiet">
              ${say(isOver(this.exchange) ? 'noResponse' : 'responseWaiting')}
            </p>`
      }
      ${hop.trailers.length === 0 ? nothing : headerFields(say('trailersTitle'), hop.trailers)}
    </section>`;
  }

  #copyButton(text: string, label: 'copyRequest' | 'copyResponse'): TemplateResult {
    return iconButton({
      icon: 'copy',
      label: say(label),
      onClick: () => this.context.act({ action: 'copy', text }),
    });
  }
}

customElements.define('wirebook-headers-tab', HeadersTab);
