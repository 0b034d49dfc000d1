import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExpectationView } from '../../protocol/stepView.ts';
import { icon } from '../page/templates.ts';
import { say } from '../words/words.ts';
import './expectationItem.css';

/** An expectation, and what came where it was not met. */
export function expectationItem(view: ExpectationView): TemplateResult {
  return html`<span class="expectation ${view.passed ? 'passed' : 'unmet'}">
    ${icon(view.passed ? 'check' : 'error')}
    <span class="sr-only">${say(view.passed ? 'stepDone' : 'stepFailed')}</span>
    <code>${view.text}</code>
    ${view.passed ? nothing : html`<span class="actual">${instead(view)}</span>`}
  </span>`;
}

function instead({ actual, missing }: ExpectationView): string {
  if (missing === 'timeout') return say('expectTimeout');
  return missing === 'closed' ? say('expectClosed') : say('expectActual', actual);
}
