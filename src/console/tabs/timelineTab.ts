import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { styled } from '../page/styled.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { reusedText } from '../shell/factsLine.ts';
import { formatMs } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { axisTicks, timelineEndMs, timelineLanes } from './timelineModel.ts';
import type { HopLanes, Lane } from './timelineModel.ts';
import './timelineTab.css';

/** Where the time went: every phase, attempt and hop as a bar to scale, with its numbers. */
export class TimelineTab extends ConsoleElement {
  static override properties = { exchange: { attribute: false } };
  declare exchange: ExchangeView;

  protected override render(): TemplateResult {
    const hops = timelineLanes(this.exchange, this.exchange.elapsedMs);
    if (hops.every(({ lanes }) => lanes.length === 0)) {
      return html`<p class="quiet">${say('timelineEmpty')}</p>`;
    }
    const endMs = timelineEndMs(hops);
    return html`<div class="timeline" tabindex="0" role="region" aria-label=${say('tabTimeline')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${say('columnPhase')}</th>
            <th scope="col" class="number">${say('columnStart')}</th>
            <th scope="col" class="number">${say('columnDuration')}</th>
            <th scope="col" class="track">
              <span class="sr-only">${say('columnBar')}</span>${axis(endMs)}
            </th>
          </tr>
        </thead>
        ${hops.map((each) => this.#hop(each, hops.length > 1, endMs))}
      </table>
    </div>`;
  }

  #hop({ hop, number, lanes }: HopLanes, titled: boolean, endMs: number): TemplateResult {
    const reused = reusedText(hop);
    const status = hop.response ? String(hop.response.status) : '';
    return html`<tbody>
      ${
        titled
          ? html`<tr>
              <th colspan="4" scope="rowgroup" class="hop-title">
                <span class="dim">${number}</span> ${hop.request?.method ?? ''} ${hop.url}
                <strong>${status}</strong>
              </th>
            </tr>`
          : nothing
      }
      ${
        hop.lostBy === null
          ? nothing
          : html`<tr>
              <td colspan="4" class="reused">
                <span class="bad">✕</span>
                ${say(this.exchange.kind === 'websocket' ? 'hopLostReconnect' : 'hopLost', hop.lostBy)}
              </td>
            </tr>`
      }
      ${
        reused
          ? html`<tr>
              <td colspan="4" class="reused">${reused} · ${say('reusedNoPhases')}</td>
            </tr>`
          : nothing
      }
      ${lanes.map((lane) => laneRow(lane, endMs))}
    </tbody>`;
  }
}

function laneRow(lane: Lane, endMs: number): TemplateResult {
  const place = {
    left: `${(lane.startMs / endMs) * 100}%`,
    width: `${(lane.durationMs / endMs) * 100}%`,
  };
  return html`<tr class=${lane.nested ? 'nested' : ''}>
    <th scope="row" class="lane-name">
      ${lane.label}${lane.failed ? html` <span class="bad">✕</span>` : nothing}
      ${lane.note === '' ? nothing : html`<span class="lane-note">${lane.note}</span>`}
    </th>
    <td class="number">${formatMs(lane.startMs)}</td>
    <td class="number">${lane.pending ? '…' : formatMs(lane.durationMs)}</td>
    <td class="track">
      <div
        class="lane-bar phase tone-${lane.tone} ${lane.failed ? 'failed' : ''}"
        ${styled(place)}
      ></div>
    </td>
  </tr>`;
}

function axis(endMs: number): TemplateResult {
  return html`<div class="axis" aria-hidden="true">
    ${axisTicks(endMs).map(
      (tick) =>
        html`<span ${styled({ left: `${(tick / endMs) * 100}%` })}>${tickText(tick)}</span>`,
    )}
  </div>`;
}

function tickText(tickMs: number): string {
  return Number.isInteger(tickMs) ? String(tickMs) : formatMs(tickMs);
}

customElements.define('wirebook-timeline-tab', TimelineTab);
