import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { styled } from '../page/styled.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { formatMs } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { phaseSegments } from './phaseModel.ts';
import type { PhaseSegment } from './phaseModel.ts';
import type { TabName } from './tabModel.ts';
import './phaseBar.css';

/** Which tab has the facts of a phase. */
function tabOf(segment: PhaseSegment): TabName {
  if (['dns', 'tcp', 'proxy', 'tls'].includes(segment.phase)) return 'connection';
  return 'timeline';
}

/** In microseconds: factors that add up to less than 1 would leave a part of the bar empty. */
function growth(durationMs: number): string {
  return String(Math.max(durationMs * 1000, 1));
}

/** The way to the response, to scale: each phase a button that leads to its facts. */
export class PhaseBar extends ConsoleElement {
  static override properties = { exchange: { attribute: false } };
  declare exchange: ExchangeView;

  protected override render(): TemplateResult | typeof nothing {
    const segments = phaseSegments(this.exchange, this.exchange.elapsedMs);
    if (segments.length === 0) return nothing;
    return html`<div class="phase-bar" role="group" aria-label=${say('phasesLabel')}>
      ${segments.map((segment) => this.#segment(segment))}
    </div>`;
  }

  #segment(segment: PhaseSegment): TemplateResult {
    const name = [segment.label, segment.detail, `${formatMs(segment.durationMs)} ms`];
    if (segment.failed) name.push(say('phaseFailed'));
    const label = name.filter(Boolean).join(' ');
    return html`<button
      type="button"
      class="phase tone-${segment.tone} ${segment.failed ? 'failed' : ''} ${
        segment.pending ? 'pending' : ''
      }"
      ${styled({ 'flex-grow': growth(segment.durationMs) })}
      title=${label}
      aria-label=${label}
      @click=${() => this.#go(segment)}
    >
      <span class="phase-text">
        <span class="phase-label">${segment.label}${segment.failed ? ' ✕' : ''}</span>
        ${
          segment.detail === ''
            ? nothing
            : html`<span class="phase-detail">${segment.detail}</span>`
        }
        <span class="phase-ms">${formatMs(segment.durationMs)}</span>
      </span>
    </button>`;
  }

  #go(segment: PhaseSegment): void {
    const detail = { tab: tabOf(segment), hop: segment.hop };
    this.dispatchEvent(new CustomEvent('show-tab', { detail, bubbles: true }));
  }
}

customElements.define('wirebook-phase-bar', PhaseBar);
