import type { ContentTraits } from './contentTraits.ts';
import { isGraphqlDefinition } from './graphqlLine.ts';

/**
 * Follows a body line by line and knows whether it could be over: nothing yet, a complete JSON value, or a form.
 * Each character is looked at once.
 */
export class BodyShape {
  #state: 'empty' | 'json' | 'jsonEnd' | 'form' | 'xml' | 'text' = 'empty';
  #depth = 0;
  #isGraphql = false;
  readonly #opaque: boolean;
  readonly #structured: boolean;

  constructor({ isOpaque, isStructured }: ContentTraits) {
    this.#opaque = isOpaque;
    this.#structured = isStructured;
  }

  get isComplete(): boolean {
    const state = this.#state;
    return !this.#opaque && (state === 'empty' || state === 'jsonEnd' || state === 'form');
  }

  /** Comments at the end of the body are none of it: JSON and XML have no lines of that look, a form neither. */
  get endsAboveComments(): boolean {
    return !this.#opaque && (this.#structured || this.#state !== 'text');
  }

  /** Nothing may follow what is there. */
  get isClosed(): boolean {
    return this.#state === 'jsonEnd' && !this.#isGraphql;
  }

  /** A body of text, in which no line is a comment. */
  get isOpaque(): boolean {
    return this.#opaque;
  }

  get isEmpty(): boolean {
    return this.#state === 'empty';
  }

  /** The body began as a JSON object or array. */
  get isJson(): boolean {
    return (
      !this.#opaque && !this.#isGraphql && (this.#state === 'json' || this.#state === 'jsonEnd')
    );
  }

  add(line: string): void {
    const text = line.trim();
    if (text === '' || this.#state === 'text' || this.#state === 'xml') return;
    if (this.#isGraphql && text.startsWith('#')) return;
    if (this.#state === 'empty') this.#begin(text);
    else if (this.#isGraphql && this.#state === 'jsonEnd') this.#begin(text);
    else if (this.#state === 'form' && !isFormLine(text)) this.#state = 'text';
    else if (this.#state === 'jsonEnd') this.#state = 'text';
    if (this.#state === 'json') this.#followJson(text);
  }

  /** GraphQL is braces around braces like JSON, and may be followed by more of it and by JSON. */
  #begin(text: string): void {
    const isGraphql = isGraphqlDefinition(text);
    this.#isGraphql ||= isGraphql;
    this.#state = isGraphql ? 'json' : firstState(text);
  }

  #followJson(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charCodeAt(index);
      if (character === 0x22) {
        index = endOfString(text, index);
        if (index === -1) return this.#giveUp();
      } else if (character === 0x7b || character === 0x5b) this.#depth += 1;
      else if (character === 0x7d || character === 0x5d) {
        this.#depth -= 1;
        if (this.#depth <= 0) return this.#end(text, index);
      }
    }
  }

  #end(text: string, index: number): void {
    this.#depth = 0;
    this.#state = index === text.length - 1 ? 'jsonEnd' : 'text';
  }

  #giveUp(): void {
    this.#state = 'text';
  }
}

function firstState(text: string): 'json' | 'form' | 'xml' | 'text' {
  if (/^<[?!\w]/.test(text)) return 'xml';
  if ((text.startsWith('{') && !text.startsWith('{{')) || text.startsWith('[')) return 'json';
  return isFormLine(text) ? 'form' : 'text';
}

function isFormLine(text: string): boolean {
  return text.startsWith('&') || /^[\w.~%+*$[\]-]+\s{0,9}=/.test(text);
}

/** Index of the quote that ends the string begun at `start`; -1 when the line ends first. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x5c) index += 1;
    else if (character === 0x22) return index;
  }
  return -1;
}
