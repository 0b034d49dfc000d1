import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { noLanes } from '../../protocol/lanes.ts';
import type { LanesView, RequestBar, RunChoice } from '../../protocol/lanes.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { LatestRequest } from '../page/latestRequest.ts';
import { icon, iconButton } from '../page/templates.ts';
import { formatCount, formatDuration, formatTime } from '../words/formats.ts';
import { say, sayCount } from '../words/words.ts';
import { laneAxis, laneGrid, laneRow } from './laneElements.ts';
import { laneFindings } from './laneFindings.ts';
import { moveAmongBars } from './laneKeys.ts';
import { laneRows, laneScale } from './laneModel.ts';
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
    this.querySelector('.lanes-spoken')!.textContent = laneFindings(this.lanes).join(' ');
  }

  protected override render(): TemplateResult {
    const { lanes } = this;
    return html`${this.#header()}
      ${
        lanes.runs === 0
          ? html`<p class="quiet lanes-empty">${say('lanesEmpty')}</p>`
          : html`${this.#picture()} ${findings(lanes)}`
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
    const { lanes } = this;
    const scale = laneScale(lanes);
    const { endMs, nowMs } = lanes;
    const open = (bar: RequestBar): void => this.#showExchange(bar);
    const drawing = { scale, endMs, nowMs, open };
    return html`<div class="lanes-scroll">
      <div class="lanes-body">
        ${laneAxis(scale)} ${laneGrid(scale)}
        <ul
          class="lane-list"
          aria-label=${say('lanesTitle')}
          @keydown=${(event: KeyboardEvent) =>
            moveAmongBars(event.currentTarget as HTMLElement, event)}
        >
          ${laneRows(lanes).map((row, index) => laneRow(row, { ...drawing, isFirst: index === 0 }))}
        </ul>
        ${
          lanes.omitted === 0
            ? nothing
            : html`<p class="quiet">
                ${sayCount('lanesOmittedOne', 'lanesOmittedOther', lanes.omitted)}
              </p>`
        }
      </div>
    </div>`;
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

  #showExchange(bar: RequestBar | null): void {
    if (bar !== null) this.context.act({ action: 'showExchange', exchange: bar.exchange });
    const detail = bar === null ? null : { exchange: bar.exchange, hop: bar.hop };
    this.dispatchEvent(new CustomEvent('show-exchange', { detail, bubbles: true }));
  }
}

function countsText(lanes: LanesView): string {
  const requests = new Set(lanes.bars.map(({ exchange }) => exchange)).size + lanes.omitted;
  return [
    sayCount('laneRequestsOne', 'laneRequestsOther', requests),
    sayCount('lanesSocketsOne', 'lanesSocketsOther', lanes.sockets.length),
  ].join(' · ');
}

function findings(lanes: LanesView): TemplateResult {
  return html`<section class="lanes-shows" aria-label=${say('lanesShows')}>
    <h2>${say('lanesShows')}</h2>
    ${laneFindings(lanes).map((sentence) => html`<p>${icon('lightbulb')}<span>${sentence}</span></p>`)}
  </section>`;
}

customElements.define('wirebook-lanes', LanesPage);
