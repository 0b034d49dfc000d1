import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView, HandshakeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { iconButton } from '../page/templates.ts';
import { lastHop } from '../shell/tabModel.ts';
import { say } from '../words/words.ts';
import { headText, headerFields, requestLine, statusLine } from './headerFields.ts';
import { requestNote, responseNote } from './handshakeNotes.ts';
import '../payload/payloadView.ts';
import { bodySource } from './bodySource.ts';
import './handshakeTab.css';

/** Added to the key before hashing (RFC 6455 §1.3). */
const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The upgrade: both sides as they passed, and the check of Sec-WebSocket-Accept step by step. */
export class HandshakeTab extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    secretsButton: { attribute: false },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare secretsButton: TemplateResult;

  protected override render(): TemplateResult {
    const hop = lastHop(this.exchange);
    if (!hop?.request) return html`<p class="quiet">${say('nothingSent')}</p>`;
    return html`<div class="handshake">
      <div class="sides">${this.#request(hop)} ${this.#response(hop)}</div>
      ${this.#verdict()} ${this.#refusal(hop)}
    </div>`;
  }

  #request(hop: HopView): TemplateResult {
    const request = hop.request!;
    return html`<section aria-labelledby="handshake-sent">
      <h2 class="section-title" id="handshake-sent">
        <span>${say('requestAsSent')}</span>
        <span>
          ${this.secretsButton}
          ${this.#copyButton(headText(requestLine(request), request.headers), 'copyRequest')}
        </span>
      </h2>
      ${headerFields(requestLine(request), request.headers, requestNote)}
    </section>`;
  }

  #response(hop: HopView): TemplateResult {
    const { response } = hop;
    const { handshake } = this.exchange;
    return html`<section aria-labelledby="handshake-received">
      <h2 class="section-title" id="handshake-received">
        <span>${say('responseAsReceived')}</span>
        ${
          response
            ? this.#copyButton(headText(statusLine(response), response.headers), 'copyResponse')
            : nothing
        }
      </h2>
      ${
        response
          ? headerFields(statusLine(response), response.headers, (name, value) =>
              responseNote(handshake, name, value),
            )
          : html`<p class="quiet">${say('noResponse')}</p>`
      }
    </section>`;
  }

  #copyButton(text: string, label: 'copyRequest' | 'copyResponse'): TemplateResult {
    return iconButton({
      icon: 'copy',
      label: say(label),
      onClick: () => this.context.act({ action: 'copy', text }),
    });
  }

  #verdict(): TemplateResult | typeof nothing {
    const { handshake } = this.exchange;
    if (!handshake) return nothing;
    if (handshake.extendedConnect) return http2Verdict(handshake);
    if (handshake.status !== 101) {
      return html`<section class="verdict">
        <h2 class="tone-bad">✕ ${say('verdictRefused', handshake.status)}</h2>
      </section>`;
    }
    const good = handshake.acceptOk;
    return html`<section class="verdict">
      <h2 class=${good ? 'tone-good' : 'tone-bad'}>
        ${good ? '✓' : '✕'} ${say(good ? 'verdictGood' : 'verdictWrong')}
      </h2>
      ${acceptSteps(handshake)}
    </section>`;
  }

  #refusal(hop: HopView): TemplateResult | typeof nothing {
    const { body, response } = hop;
    if (!body || !response || body.bytes === 0) return nothing;
    return html`<section class="refusal">
      <h2 class="section-title"><span>${say('bodyOfRefusal')}</span></h2>
      <div class="refusal-body">
        <wirebook-payload-view
          .context=${this.context}
          .source=${bodySource(this.exchange, this.exchange.hops.length - 1)}
        ></wirebook-payload-view>
      </div>
    </section>`;
  }
}

function http2Verdict({ status }: HandshakeView): TemplateResult {
  if (status > 299) {
    return html`<section class="verdict">
      <h2 class="tone-bad">✕ ${say('verdictHttp2Refused', status)}</h2>
    </section>`;
  }
  return html`<section class="verdict">
    <h2 class="tone-good">✓ ${say('verdictHttp2')}</h2>
    <p>${say('verdictHttp2Why')}</p>
  </section>`;
}

function acceptSteps(handshake: HandshakeView): TemplateResult {
  const equal = handshake.acceptOk;
  return html`<dl class="steps">
    <dt>${say('stepKey')}</dt>
    <dd>${handshake.key} <span class="dim">+</span> ${acceptGuid}</dd>
    <dt>SHA-1</dt>
    <dd>${handshake.sha1}</dd>
    <dt>base64</dt>
    <dd>${handshake.acceptExpected}</dd>
    <dt>${say('stepReceived')}</dt>
    <dd>
      ${handshake.accept ?? say('stepNothing')}
      <span class=${equal ? 'tone-good' : 'tone-bad'}>
        ${equal ? `= ${say('stepEqual')}` : `≠ ${say('stepDifferent')}`}
      </span>
    </dd>
  </dl>`;
}

customElements.define('wirebook-handshake-tab', HandshakeTab);
