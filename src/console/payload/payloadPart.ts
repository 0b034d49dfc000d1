import { HexView } from '../hex/hexView.ts';
import { JsonTree } from '../json/jsonTree.ts';
import type { TextMatcher } from '../log/filterText.ts';
import { say } from '../words/words.ts';
import type { PayloadContent } from './payloadContent.ts';
import { TextView } from './textView.ts';

export type PartView = 'json' | 'text' | 'hex';

/** The tree, text or dump inside a payload view: drawn without Lit, into an element of its own. */
export class PayloadPart {
  #shown: { view: PartView; part: JsonTree | TextView | HexView } | null = null;

  /** Shows the content in `element`; returns how many places match, or null without a matcher. */
  show(
    element: HTMLElement,
    view: PartView,
    content: PayloadContent,
    matching: { matcher: TextMatcher | null; filters: boolean },
  ): number | null {
    if (this.#shown?.view !== view || !element.hasChildNodes()) {
      this.drop();
      const fresh = document.createElement('div');
      fresh.id = `part-${view}`;
      element.replaceChildren(fresh);
      this.#shown = { view, part: createPart(view, fresh) };
    }
    const { part } = this.#shown;
    if (part instanceof TextView) return part.show(content.text, matching.matcher);
    if (part instanceof HexView) part.show(content.reader.bytes, content.source.borders);
    else if (content.json) return part.show(content.json, matching.matcher, matching.filters);
    return null;
  }

  drop(): void {
    this.#shown?.part.dispose();
    this.#shown = null;
  }
}

function createPart(view: PartView, element: HTMLElement): JsonTree | TextView | HexView {
  if (view === 'json') return new JsonTree(element, say('payloadJson'));
  if (view === 'text') return new TextView(element, say('payloadText'));
  return new HexView(element, say('payloadHex'));
}
