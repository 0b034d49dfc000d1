import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { LanesView } from '../../protocol/lanes.ts';
import { icon } from '../page/templates.ts';
import { say } from '../words/words.ts';
import { comparison, repeatable } from './laneComparison.ts';
import type { Repeatable } from './laneComparison.ts';
import { laneFindings } from './laneFindings.ts';

/** What a picture shows, in sentences. */
export function shownSentences(lanes: LanesView): string[] {
  return [...comparison(lanes), ...laneFindings(lanes)];
}

/** The sentences below a picture, and a way to see the same over the other protocol. */
export function laneShows(lanes: LanesView, repeat: (what: Repeatable) => void): TemplateResult {
  const again = repeatable(lanes);
  return html`<section class="lanes-shows" aria-label=${say('lanesShows')}>
    <div class="lanes-shows-head">
      <h2>${say('lanesShows')}</h2>
      ${again === null ? nothing : repeatButton(again, repeat)}
    </div>
    ${shownSentences(lanes).map((sentence) => html`<p>${icon('lightbulb')}<span>${sentence}</span></p>`)}
  </section>`;
}

function repeatButton(what: Repeatable, repeat: (what: Repeatable) => void): TemplateResult {
  return html`<button type="button" class="link" @click=${() => repeat(what)}>
    ${icon('arrow-swap')} ${say('repeatOver', what.httpVersion === '1.1' ? 'HTTP/1.1' : 'HTTP/2')}
  </button>`;
}
