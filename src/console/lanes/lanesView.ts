import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { noLanes } from '../../protocol/lanes.ts';
import type { LanesPicture, LanesView, RequestBar, RunChoice } from '../../protocol/lanes.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { LatestRequest } from '../page/latestRequest.ts';
import { iconButton } from '../page/templates.ts';
import { formatCount, formatDuration, formatTime } from '../words/formats.ts';
import { say, sayCount } from '../words/words.ts';
import { protocolOf } from './laneComparison.ts';
import type { Repeatable } from './laneComparison.ts';
import { laneAxis, laneGrid, laneRow } from './laneElements.ts';
import { moveAmongBars } from './laneKeys.ts';
import { laneRows, laneScale } from './laneModel.ts';
import { laneShows, shownSentences } from './laneShows.ts';
import type { TimeScale } from './timeScale.ts';
import './lanesView.css';

/** How often a picture is drawn again while something is under way. */
const liveMs = 150;
/** How often the age of an open socket is told. */
const ageMs = 1000;

/** Which socket carried what: a lane for each socket, the requests on it as bars, and what that shows. */
export class LanesPage extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    inEditor: { attribute: false },
    lanes: { state: true },
  };
  declare context: ConsoleContext;
  declare inEditor: boolean;
  declare lanes: LanesView;
  #run: RunChoice = 'newest';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #request = new LatestRequest(
    (run: RunChoice) => this.context.channel.request('lanes', { run }),
    (lanes) => this.#take(lanes),
    (error) => this.context.onNotice(error.message),
  );

  constructor() {
    super();
    this.lanes = noLanes;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Something has changed. */
  refresh(): void {
    clearTimeout(this.#timer);
    this.#request.want(this.#run);
  }

  /** Moves the keyboard to the first bar. */
  focusBars(): void {
    this.querySelector<HTMLElement>('.bar')?.focus();
  }

  /** The summary is spoken when the run is over, not at each of its steps. */
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('lanes');
    if (before?.live !== true || this.lanes.live) return;
    this.querySelector('.lanes-spoken')!.textContent = shownSentences(this.lanes).join(' ');
  }

  protected override render(): TemplateResult {
    const { lanes } = this;
    return html`${this.#header()}
      ${
        lanes.runs === 0
          ? html`<p class="quiet lanes-empty">${say('lanesEmpty')}</p>`
          : html`${this.#picture()} ${laneShows(lanes, (what) => this.#repeat(what))}`
      }
      <div class="sr-only lanes-spoken" role="status" aria-live="polite"></div>`;
  }

  #header(): TemplateResult {
    const { lanes } = this;
    return html`<header class="lanes-head">
      ${iconButton({
        icon: 'arrow-left',
        label: say('lanesBack'),
        onClick: () => this.#showExchange(null),
      })}
      <h1>${say('lanesTitle')}</h1>
      <span class="dim lanes-counts">${lanes.runs === 0 ? nothing : countsText(lanes)}</span>
      <strong class="lanes-total"
        >${lanes.runs === 0 ? nothing : formatDuration(lanes.endMs)}</strong
      >
      ${lanes.runs > 1 ? this.#runs() : nothing}
      ${
        this.inEditor
          ? nothing
          : iconButton({
              icon: 'link-external',
              label: say('openConsoleInEditor'),
              onClick: () => this.context.act({ action: 'openInEditor' }),
            })
      }
    </header>`;
  }

  #runs(): TemplateResult {
    const { run, runs, startedAtMs } = this.lanes;
    const text = say('lanesRun', formatCount(run), formatCount(runs));
    return html`<span class="lanes-runs" role="group" aria-label=${text}>
      ${iconButton({
        icon: 'chevron-left',
        label: say('lanesOlder'),
        onClick: () => this.#choose(Math.max(1, run - 1)),
      })}
      <span class="dim" title=${text}>${formatTime(startedAtMs)}</span>
      ${iconButton({
        icon: 'chevron-right',
        label: say('lanesNewer'),
        onClick: () => this.#choose(run + 1 >= runs ? 'newest' : run + 1),
      })}
    </span>`;
  }

  #picture(): TemplateResult {
    const { repeated } = this.lanes;
    const scale = laneScale(repeated === null ? [this.lanes] : [this.lanes, repeated]);
    return html`<div class="lanes-scroll">
      <div class="lanes-body">
        ${laneAxis(scale)} ${laneGrid(scale)}
        ${
          repeated === null
            ? this.#lanes(this.lanes, scale, say('lanesTitle'))
            : [this.lanes, repeated].map((picture) => this.#compared(picture, scale))
        }
      </div>
    </div>`;
  }

  /** One of two pictures below each other. */
  #compared(picture: LanesPicture, scale: TimeScale): TemplateResult {
    const protocol = protocolOf(picture.bars) ?? say('lanesTitle');
    return html`<h2 class="lanes-part">
        ${protocol} <span class="dim">${countsText(picture)}</span>
        <strong class="lanes-total">${formatDuration(picture.endMs)}</strong>
      </h2>
      ${this.#lanes(picture, scale, protocol)}`;
  }

  #lanes(picture: LanesPicture, scale: TimeScale, label: string): TemplateResult {
    const { endMs, nowMs, omitted } = picture;
    const open = (bar: RequestBar): void => this.#showExchange(bar);
    const drawing = { scale, endMs, nowMs, open };
    return html`<ul
        class="lane-list"
        aria-label=${label}
        @keydown=${(event: KeyboardEvent) =>
          moveAmongBars(event.currentTarget as HTMLElement, event)}
      >
        ${laneRows(picture).map((row, index) => laneRow(row, { ...drawing, isFirst: index === 0 }))}
      </ul>
      ${
        omitted === 0
          ? nothing
          : html`<p class="quiet">${sayCount('lanesOmittedOne', 'lanesOmittedOther', omitted)}</p>`
      }`;
  }

  #take(lanes: LanesView): void {
    this.lanes = lanes;
    clearTimeout(this.#timer);
    const hasAge = lanes.sockets.some(({ closed }) => closed === null);
    if (!lanes.live && !hasAge) return;
    this.#timer = setTimeout(() => this.refresh(), lanes.live ? liveMs : ageMs);
  }

  #choose(run: RunChoice): void {
    this.#run = run;
    this.refresh();
  }

  /** What is sent again is the newest run. */
  #repeat(what: Repeatable): void {
    this.#run = 'newest';
    this.context.act({ action: 'repeat', ...what });
  }

  #showExchange(bar: RequestBar | null): void {
    if (bar !== null) this.context.act({ action: 'showExchange', exchange: bar.exchange });
    const detail = bar === null ? null : { exchange: bar.exchange, hop: bar.hop };
    this.dispatchEvent(new CustomEvent('show-exchange', { detail, bubbles: true }));
  }
}

function countsText({ bars, omitted, sockets }: LanesPicture): string {
  const requests = new Set(bars.map(({ exchange }) => exchange)).size + omitted;
  return [
    sayCount('laneRequestsOne', 'laneRequestsOther', requests),
    sayCount('lanesSocketsOne', 'lanesSocketsOther', sockets.length),
  ].join(' · ');
}

customElements.define('wirebook-lanes', LanesPage);
