import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { StepView } from '../../protocol/stepView.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon } from '../page/templates.ts';
import { formatSeconds } from '../words/formats.ts';
import { isOver } from '../words/states.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import { expectationItem } from './expectationItem.ts';
import './stepsTab.css';

type Shown = StepView['state'] | 'skipped';

const icons: Record<Shown, string> = {
  waiting: 'circle-outline',
  running: 'sync',
  done: 'check',
  failed: 'error',
  skipped: 'circle-slash',
};

const words: Record<Shown, WordKey> = {
  waiting: 'stepWaiting',
  running: 'stepRunning',
  done: 'stepDone',
  failed: 'stepFailed',
  skipped: 'stepSkipped',
};

/** The steps of a conversation: where it stands, and how each expectation went. */
export class StepsTab extends ConsoleElement {
  static override properties = {
    exchange: { attribute: false },
  };
  declare exchange: ExchangeView;

  protected override render(): TemplateResult {
    const { steps } = this.exchange;
    if (steps.length === 0) return html`<p class="quiet">${say('noSteps')}</p>`;
    return html`<ol class="step-list" tabindex="0" aria-label=${say('tabSteps')}>
      ${steps.map((step) => this.#step(step))}
    </ol>`;
  }

  #step(step: StepView): TemplateResult {
    const state = isOver(this.exchange) && step.state === 'waiting' ? 'skipped' : step.state;
    const isCurrent = state === 'running';
    return html`<li class="step step-${state}" aria-current=${isCurrent ? 'step' : nothing}>
      <span class="step-state"
        >${icon(icons[state])}<span class="sr-only">${say(words[state])}</span></span
      >
      <span class="step-line" title=${say('stepLine', step.line)}>${step.line}</span>
      <span class="step-text">
        <code>${step.text}</code>
        ${step.rounds > 1 ? html`<span class="step-rounds">×${step.rounds}</span>` : nothing}
        ${step.expectations.map((each) => expectationItem(each))}
      </span>
      <span class="step-time">${step.timeMs === null ? '' : formatSeconds(step.timeMs)}</span>
    </li>`;
  }
}

customElements.define('wirebook-steps-tab', StepsTab);
