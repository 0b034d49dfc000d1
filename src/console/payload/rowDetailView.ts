import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { FrameHeaderView, RowDetail, RowSource } from '../../protocol/rows.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { LatestRequest } from '../page/latestRequest.ts';
import { icon, iconButton } from '../page/templates.ts';
import { formatBytes, formatCount, formatMs, formatSeconds } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { stallText, typeWord } from '../log/logRowElement.ts';
import { closeCodeMeaning } from './closeCodes.ts';
import { namedBorder } from './wireParts.ts';
import { http2Bits, http2Facts } from './http2FrameDetail.ts';
import './payloadView.ts';
import type { PayloadSource } from './payloadContent.ts';
import { expectationItem } from '../tabs/expectationItem.ts';
import './rowDetailView.css';

interface Wanted {
  exchange: number;
  source: RowSource;
  row: number;
}

/** One row of a log in full: its header bit by bit, what it means, its payload. */
export class RowDetailView extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    exchange: { attribute: false },
    source: { attribute: false },
    row: { attribute: false },
    filterText: { attribute: false },
    detail: { state: true },
    problem: { state: true },
  };
  declare context: ConsoleContext;
  declare exchange: ExchangeView;
  declare source: RowSource;
  declare row: number;
  declare filterText: string;
  declare detail: RowDetail | null;
  declare problem: string | null;
  #payload: PayloadSource | null = null;
  readonly #request = new LatestRequest<Wanted, RowDetail>(
    (wanted) => this.context.channel.request('row', wanted),
    (detail) => this.#received(detail),
    (error) => (this.problem = error.message),
  );

  constructor() {
    super();
    this.detail = null;
    this.problem = null;
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const moved = changed.get('exchange');
    if (changed.has('row') || changed.has('source') || (moved && moved.id !== this.exchange.id)) {
      this.#request.want({ exchange: this.exchange.id, source: this.source, row: this.row });
    }
  }

  protected override render(): TemplateResult {
    const { detail } = this;
    if (this.problem !== null) return html`<p class="quiet">${this.problem}</p>`;
    if (!detail) return html`<p class="quiet">${say('loading')}</p>`;
    return html`<div class="detail-head">
        <div class="detail-title">
          <strong>#${detail.row}</strong>
          ${this.#facts(detail).map((fact) => html`<span>${fact}</span>`)}
        </div>
        ${iconButton({ icon: 'close', label: say('closeDetail'), onClick: () => this.#close() })}
      </div>
      ${this.#error(detail)} ${detail.header ? headerBits(detail.header) : nothing}
      ${detail.http2 ? http2Bits(detail.http2, detail.payloadBytes) : nothing}
      ${detail.http2 ? http2Facts(detail.http2) : nothing} ${this.#closing(detail)}
      ${this.#message(detail)} ${this.#expectations(detail)}
      ${detail.evicted ? html`<p class="detail-note">${say('rowEvicted')}</p>` : nothing}
      <wirebook-payload-view
        .context=${this.context}
        .source=${this.#payload}
        .filterText=${this.filterText}
        .actions=${this.#actions()}
      ></wirebook-payload-view>`;
  }

  #actions(): TemplateResult {
    return iconButton({
      icon: 'go-to-file',
      label: say('openInEditor'),
      onClick: () => {
        if (this.#payload) this.context.act({ action: 'openPayload', ref: this.#payload.ref });
      },
    });
  }

  #received(detail: RowDetail): void {
    this.detail = detail;
    this.problem = null;
    const { row, source } = detail;
    this.#payload = {
      ref: { exchange: this.exchange.id, of: 'row', source, row },
      version: 0,
      grows: false,
      contentType: null,
      charset: 'utf-8',
      isText: isText(detail),
      borders: detail.borders.map(namedBorder),
    };
  }

  #facts(detail: RowDetail): string[] {
    const arrow = detail.direction === 'out' ? '↑' : '↓';
    const facts = [
      this.source === 'wire' ? arrow : `${arrow} ${detail.label ?? typeWord(detail.type)}`,
      `${formatSeconds(detail.timeMs)} s`,
    ];
    facts.push(
      detail.compressed
        ? say('wireInflated', formatBytes(detail.wireBytes), formatBytes(detail.payloadBytes))
        : formatBytes(detail.payloadBytes),
    );
    if (detail.stall) facts.push(stallText(detail.stall));
    if (detail.rttMs !== null) facts.push(say('rtt', formatMs(detail.rttMs)));
    return facts;
  }

  #error(detail: RowDetail): TemplateResult | typeof nothing {
    const { error } = detail;
    if (!error) return nothing;
    return html`<div class="detail-error">
      ${icon('error')}
      <div>
        ${error.message}
        <div class="code">${[error.code, error.rfc].filter(Boolean).join(' · ')}</div>
      </div>
    </div>`;
  }

  #closing(detail: RowDetail): TemplateResult | typeof nothing {
    const { close } = detail;
    if (!close) return nothing;
    const code = close.code ?? 1005;
    return html`<div class="detail-note">
      <strong>${close.code ?? say('closeWithoutCode')} ${close.codeName}</strong>
      ${close.reason === '' ? nothing : html`<q>${close.reason}</q>`}
      <div class="dim">${say(closeCodeMeaning(code))}</div>
    </div>`;
  }

  #message(detail: RowDetail): TemplateResult | typeof nothing {
    const { message } = detail;
    if (!message || message.fragments < 2) return nothing;
    return html`<p class="detail-note dim">
      ${say(
        'messageOfFragments',
        formatCount(message.firstFrame),
        formatCount(message.lastFrame),
        formatCount(message.fragments),
        formatBytes(message.bytes),
      )}
    </p>`;
  }

  #expectations({ expectations = [] }: RowDetail): TemplateResult | typeof nothing {
    if (expectations.length === 0) return nothing;
    return html`<div class="detail-note" role="group" aria-label=${say('rowExpectations')}>
      ${expectations.map((each) => expectationItem(each))}
    </div>`;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('detail-close'));
  }
}

/** Whether the payload is text; `null` where its bytes decide. */
function isText({ source, type }: RowDetail): boolean | null {
  if (source === 'wire' || type === 'headers' || type === 'control') return false;
  return type === 'binary' || type === 'data' ? null : true;
}

/** The frame header, field by field (RFC 6455 §5.2). */
function headerBits(header: FrameHeaderView): TemplateResult {
  const cells: [string, string][] = [
    [say('bitFin'), header.fin ? '1' : '0'],
    [say('bitRsv'), header.rsv.join('')],
    [say('bitOpcode'), `${header.opcode.toString(16)} ${header.opcodeName}`],
    [say('bitMask'), header.masked ? `1 ${header.mask ?? ''}`.trim() : '0'],
    [say('bitLength'), `${formatCount(header.payloadBytes)} (${header.lengthEncoding})`],
    [say('bitHeader'), formatBytes(header.headerBytes)],
  ];
  return html`<dl class="bits" aria-label=${say('frameHeader')}>
    ${cells.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

customElements.define('wirebook-row-detail', RowDetailView);
