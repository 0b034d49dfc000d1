import type { TextMatcher } from '../log/filterText.ts';
import './textView.css';

const highlightName = 'wirebook-match';
/** Characters in one element, so that a long text is laid out piece by piece. */
const pieceLength = 32 * 1024;

/** Text as it is, wrapped; what a filter finds is marked. */
export class TextView {
  readonly #element: HTMLElement;
  #text = '';

  constructor(element: HTMLElement, label: string) {
    this.#element = element;
    element.classList.add('text-view');
    element.tabIndex = 0;
    element.setAttribute('role', 'region');
    element.setAttribute('aria-label', label);
  }

  /** Returns how many places match, or null without a matcher. */
  show(text: string, matcher: TextMatcher | null): number | null {
    if (text !== this.#text) this.#fill(text);
    return this.#mark(matcher);
  }

  dispose(): void {
    CSS.highlights.delete(highlightName);
  }

  #fill(text: string): void {
    const element = this.#element;
    const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 4;
    // A body that grows is followed by a reader who has gone to its end.
    const follows = isAtEnd && this.#text !== '' && text.startsWith(this.#text);
    this.#text = text;
    const pieces: HTMLElement[] = [];
    for (let start = 0; start < text.length;) {
      const end = pieceEnd(text, start);
      const piece = document.createElement('div');
      piece.className = 'text-piece';
      piece.textContent = text.slice(start, end);
      pieces.push(piece);
      start = end;
    }
    element.replaceChildren(...pieces);
    if (follows) element.scrollTop = element.scrollHeight;
  }

  #mark(matcher: TextMatcher | null): number | null {
    CSS.highlights.delete(highlightName);
    if (!matcher) return null;
    const ranges: Range[] = [];
    for (const piece of this.#element.children) {
      const node = piece.firstChild;
      if (!node) continue;
      for (const { start, end } of matcher.ranges(node.textContent ?? '')) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
    CSS.highlights.set(highlightName, new Highlight(...ranges.slice(0, 10_000)));
    this.#reveal(ranges[0]);
    return ranges.length;
  }

  /** Scrolls the text alone: `scrollIntoView` would move what is around it as well. */
  #reveal(range: Range | undefined): void {
    if (!range) return;
    const element = this.#element;
    const top = range.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (top < 0 || top > element.clientHeight - 20) element.scrollTop += top - 40;
  }
}

/** A piece ends at a line break where there is one, and never inside a surrogate pair. */
function pieceEnd(text: string, start: number): number {
  const limit = start + pieceLength;
  if (limit >= text.length) return text.length;
  const lineBreak = text.lastIndexOf('\n', limit);
  if (lineBreak > start) return lineBreak + 1;
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code < 0xe000 ? limit + 1 : limit;
}
