import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { PhaseSpan } from '../../protocol/hopView.ts';
import type { RequestBar } from '../../protocol/lanes.ts';
import { styled } from '../page/styled.ts';
import { phaseTones } from '../shell/phaseModel.ts';
import type { PhaseTone } from '../shell/phaseModel.ts';
import { formatCount, formatDuration, formatMs } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { phaseEnd } from './laneModel.ts';
import type { LaneRow, PlacedBar, SocketRow, WaitingRow } from './laneModel.ts';
import {
  barDescription,
  barOutcome,
  barTitle,
  protocolText,
  socketNotes,
  tupleText,
  waitDescription,
} from './laneWords.ts';
import type { TimeScale } from './timeScale.ts';

/** What a lane is drawn with. */
export interface LaneDrawing {
  scale: TimeScale;
  /** End of the axis, and the present. */
  endMs: number;
  nowMs: number;
  /** The keyboard enters the picture here. */
  isFirst: boolean;
  open(bar: RequestBar): void;
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** The axis with its round moments, a mark where a silence is left out, and what the colours mean. */
export function laneAxis(scale: TimeScale): TemplateResult {
  const { stepMs } = scale;
  return html`<div class="lane lanes-axis" aria-hidden="true">
    <div class="lanes-legend">
      ${legend('secure', say('legendOpening'))} ${legend('send', say('legendRequest'))}
      ${legend('receive', say('phaseReceive'))} ${legend('blocked', say('phaseBlocked'))}
    </div>
    <div class="lanes-axis-track">
      ${scale.ticks.map(
        ({ timeMs, at, room }) =>
          html`<span class="lanes-tick ${roomClass(room)}" ${styled({ left: percent(at) })}
            ><span>${tickText(timeMs, stepMs)}</span></span
          >`,
      )}
      ${scale.folds.map(
        ({ at, durationMs }) =>
          html`<span
            class="lanes-fold"
            ${styled({ left: percent(at) })}
            title=${formatDuration(durationMs)}
            >⁄⁄</span
          >`,
      )}
    </div>
  </div>`;
}

/** Lines that lead the eye from the axis through all lanes. */
export function laneGrid(scale: TimeScale): TemplateResult {
  return html`<div class="lane lanes-grid" aria-hidden="true">
    <div></div>
    <div class="lane-tracks">
      ${scale.ticks.map(({ at }) => html`<span ${styled({ left: percent(at) })}></span>`)}
    </div>
  </div>`;
}

/** Words that would run into the next mark are left out: on a narrow axis already where a wide one has room. */
function roomClass(room: number): string {
  if (room < 0.06) return 'lanes-tick-bare';
  return room < 0.13 ? 'lanes-tick-tight' : '';
}

function legend(tone: PhaseTone, text: string): TemplateResult {
  return html`<span class="lanes-key"><span class="phase tone-${tone}"></span>${text}</span>`;
}

function tickText(timeMs: number, stepMs: number): string {
  if (timeMs === 0) return stepMs < 1000 ? '0 ms' : '0 s';
  if (stepMs >= 1000) return formatCount(timeMs / 1000);
  return stepMs >= 1 ? formatCount(timeMs) : formatMs(timeMs);
}

/** A socket with what it carried, or a request that waits for one. */
export function laneRow(row: LaneRow, drawing: LaneDrawing): TemplateResult {
  return row.kind === 'socket' ? socketRow(row, drawing) : waitingRow(row, drawing);
}

function socketRow({ socket, tracks }: SocketRow, drawing: LaneDrawing): TemplateResult {
  const bars = tracks.flat().map(({ bar }) => bar);
  const name = socket === null ? say('laneNoSocket') : tupleText(socket, bars);
  const notes = socket === null ? [] : socketNotes(socket, drawing.nowMs);
  return html`<li class="lane ${socket !== null && socket.closed === null ? 'lane-open' : ''}">
    <div class="lane-label">
      <span class="lane-name-line" title=${socket?.origin ?? ''}
        ><span class="lane-tuple">${name}</span>
        <span class="lane-protocol"
          >${socket === null ? '' : protocolText(socket, bars)}</span
        ></span
      >
      <span class="lane-notes">${notes.map((note) => html`<span>${note}</span>`)}</span>
    </div>
    <div class="lane-tracks">
      ${tracks.map(
        (track, index) =>
          html`<div class="lane-track">
            ${track.map((bar, at) => barButton(bar, drawing, drawing.isFirst && index + at === 0))}
            ${track.map(({ bar }) => openTail(bar, drawing))}
          </div>`,
      )}
      ${socket === null || socket.closedMs === null ? nothing : closedMark(socket.closedMs, drawing)}
    </div>
  </li>`;
}

function barButton(placed: PlacedBar, drawing: LaneDrawing, isEntry: boolean): TemplateResult {
  const { bar, phases, startMs, endMs } = placed;
  const { scale } = drawing;
  const left = scale.at(startMs);
  const width = scale.at(endMs) - left;
  const isBad = bar.state === 'failed' || (bar.status !== null && bar.status >= 400);
  const description = barDescription(placed);
  return html`<button
    type="button"
    class="bar ${isBad ? 'bar-bad' : ''} ${bar.cause === 'retry' ? 'bar-retry' : ''}"
    ${styled({ left: percent(left), width: percent(width) })}
    tabindex=${isEntry ? 0 : -1}
    title=${description}
    aria-label=${description}
    @click=${() => drawing.open(bar)}
  >
    ${phases.map((span) => barPhase(span, { left, width }, drawing))}
    <span class="bar-text"
      >${isBad ? '✕ ' : ''}${bar.cause === 'retry' ? '↻ ' : ''}${barTitle(bar)}
      <span class="bar-outcome">${barOutcome(bar)}</span></span
    >
  </button>`;
}

function barPhase(
  span: PhaseSpan,
  { left, width }: { left: number; width: number },
  { scale, endMs }: LaneDrawing,
): TemplateResult {
  const start = scale.at(span.startMs);
  const end = scale.at(phaseEnd(span, endMs));
  const share = (value: number): string => percent(width <= 0 ? 0 : value / width);
  const pending = span.endMs === null ? 'pending' : '';
  return html`<span
    class="bar-phase phase tone-${phaseTones[span.phase]} ${span.failed ? 'failed' : ''} ${pending}"
    ${styled({ left: share(start - left), width: share(end - start) })}
  ></span>`;
}

/** A WebSocket stays on its socket long after its handshake. */
function openTail(
  { open }: RequestBar,
  { scale, endMs }: LaneDrawing,
): TemplateResult | typeof nothing {
  if (open === null) return nothing;
  const left = scale.at(open.startMs);
  const right = scale.at(Math.min(open.endMs ?? endMs, endMs));
  const isOpen = open.endMs === null;
  // An arrow beyond the axis says that it goes on.
  const reach = isOpen ? '14px' : '0px';
  return html`<span
    class="bar-tail ${isOpen ? 'bar-tail-open' : ''}"
    ${styled({ left: percent(left), width: `calc(${percent(right - left)} + ${reach})` })}
  ></span>`;
}

/** Where the socket was closed, if that was while the run lasted. */
function closedMark(
  closedMs: number,
  { scale, endMs }: LaneDrawing,
): TemplateResult | typeof nothing {
  if (closedMs > endMs) return nothing;
  return html`<span class="lane-closed" ${styled({ left: percent(scale.at(closedMs)) })}></span>`;
}

function waitingRow(row: WaitingRow, drawing: LaneDrawing): TemplateResult {
  const { bar, startMs, endMs } = row;
  const left = drawing.scale.at(startMs);
  const description = waitDescription(row);
  return html`<li class="lane lane-waiting">
    <div class="lane-label">
      <span class="lane-tuple" title=${bar.target}>${bar.target}</span>
      <span class="lane-notes">${say(row.waits ? 'laneWaits' : 'laneWaited')}</span>
    </div>
    <div class="lane-tracks">
      <div class="lane-track">
        <button
          type="button"
          class="bar"
          ${styled({ left: percent(left), width: percent(drawing.scale.at(endMs) - left) })}
          tabindex=${drawing.isFirst ? 0 : -1}
          title=${description}
          aria-label=${description}
          @click=${() => drawing.open(bar)}
        >
          <span class="bar-phase bar-whole phase tone-blocked"></span>
          <span class="bar-text">${say('phaseBlocked')} ${formatDuration(endMs - startMs)}</span>
        </button>
      </div>
    </div>
  </li>`;
}
