import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { say } from '../words/words.ts';
import './emptyState.css';

/** Before the first request: what this is for, and two ways to begin. */
export class EmptyState extends ConsoleElement {
  static override properties = { context: { attribute: false } };
  declare context: ConsoleContext;

  protected override render(): TemplateResult {
    return html`<section class="empty-state">
      <h1>${say('emptyTitle')}</h1>
      <p>${withCode(say('emptyText'))}</p>
      <button
        type="button"
        class="button"
        @click=${() => this.context.act({ action: 'startDemo' })}
      >
        ${say('emptyDemo')}
      </button>
      <button
        type="button"
        class="button secondary"
        @click=${() => this.context.act({ action: 'newRequestFile' })}
      >
        ${say('emptyNewFile')}
      </button>
      <button
        type="button"
        class="link"
        @click=${() => this.context.act({ action: 'openExamples' })}
      >
        ${say('emptyExamples')}
      </button>
    </section>`;
  }
}

/** Words between backticks are code, words between asterisks stand out. */
function withCode(sentence: string): (string | TemplateResult)[] {
  return sentence.split(/(`[^`]+`|\*[^*]+\*)/u).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith('*')) return html`<strong>${part.slice(1, -1)}</strong>`;
    return part;
  });
}

customElements.define('wirebook-empty-state', EmptyState);
