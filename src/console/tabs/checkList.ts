import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { CheckView } from '../../protocol/stepView.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon } from '../page/templates.ts';
import { say } from '../words/words.ts';
import './checkList.css';

/** Assertions, tests and what scripts logged; open where something failed, not there where there is none. */
export class CheckList extends ConsoleElement {
  static override properties = { exchange: { attribute: false } };
  declare exchange: ExchangeView;

  protected override render(): TemplateResult | typeof nothing {
    const { checks, logs, checked } = this.exchange;
    if (checks.length === 0 && logs.length === 0) return nothing;
    return html`<details class="checks" ?open=${checked.failed > 0}>
      <summary>${this.#summary()}</summary>
      <ul>
        ${checks.map(checkRow)}
        ${this.#isCut() ? html`<li class="check-note">${say('checksCut')}</li>` : nothing}
        ${logs.map((text) => html`<li class="check-log">${icon('output')}<span>${text}</span></li>`)}
      </ul>
    </details>`;
  }

  /** Only what came last is shown. */
  #isCut(): boolean {
    const { checks, logs, checked } = this.exchange;
    return checked.passed + checked.failed > checks.length || checked.logged > logs.length;
  }

  #summary(): TemplateResult {
    const { checks, logs, checked } = this.exchange;
    return html`${
      checked.failed > 0
        ? html`<span class="check-failed">✕ ${say('checksFailed', String(checked.failed))}</span>`
        : nothing
    }
    ${
      checks.length > 0
        ? html`<span class="check-passed">✓ ${say('checksPassed', String(checked.passed))}</span>`
        : nothing
    }
    ${
      logs.length > 0
        ? html`<span class="check-note">${say('scriptLogs', String(checked.logged))}</span>`
        : nothing
    }`;
  }
}

function checkRow({ passed, text, actual, line }: CheckView): TemplateResult {
  return html`<li class=${passed ? 'check-passed' : 'check-failed'}>
    ${icon(passed ? 'pass' : 'error')}
    <span class="check-text"
      ><span class="sr-only">${say(passed ? 'checkPassed' : 'checkFailed')}</span>${text}
      ${passed || actual === '' ? nothing : html`<span class="check-actual">${actual}</span>`}
    </span>
    <span class="check-note">${say('lineNumber', String(line))}</span>
  </li>`;
}

customElements.define('wirebook-check-list', CheckList);
