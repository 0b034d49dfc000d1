/** Names and indexes (from 0) that lead from the root of a document to a value. */
export type JsonPlace = readonly (string | number)[];

/**
 * The value at a place, as it stands in a text that is JSON and has that place: a number keeps its digits, which JavaScript
 * would round. Blanks between the parts are left out.
 */
export function jsonSourceAt(json: string, place: JsonPlace): string {
  return withoutBlanks(place.length === 0 ? json : new PlaceFinder(json, place).find());
}

/** Walks once over a text, past all values that do not lead to the place. */
class PlaceFinder {
  readonly #json: string;
  readonly #place: JsonPlace;
  /** Of each object and list that has been entered, the number of the part that comes next. */
  readonly #parts: number[] = [];
  #found = '';
  #at = 0;

  constructor(json: string, place: JsonPlace) {
    this.#json = json;
    this.#place = place;
  }

  /** Of members with the same name the last one counts, as for `JSON.parse`. */
  find(): string {
    this.#enter(behind(separators, this.#json, 0));
    while (this.#parts.length > 0) {
      if (isClosing(this.#json.charCodeAt(this.#at))) this.#leave();
      else this.#readPart();
    }
    return this.#found;
  }

  #enter(start: number): void {
    this.#parts.push(0);
    this.#moveTo(start + 1);
  }

  #leave(): void {
    this.#parts.pop();
    this.#moveTo(this.#at + 1);
  }

  #moveTo(index: number): void {
    this.#at = behind(separators, this.#json, index);
  }

  #readPart(): void {
    const step = this.#place[this.#parts.length - 1];
    const name = typeof step === 'string' ? this.#readName() : this.#countPart();
    const start = this.#at;
    if (name === step && this.#leadsOn(start)) return this.#enter(start);
    const end = endOfValue(this.#json, start);
    const isPlace = name === step && this.#parts.length === this.#place.length;
    if (isPlace) this.#found = this.#json.slice(start, end);
    this.#moveTo(end);
  }

  #readName(): unknown {
    const end = endOfString(this.#json, this.#at);
    const name: unknown = JSON.parse(this.#json.slice(this.#at, end));
    this.#moveTo(end);
    return name;
  }

  #countPart(): number {
    const number = this.#parts.pop() ?? 0;
    this.#parts.push(number + 1);
    return number;
  }

  /** An object or a list, whichever the next step of the place is in. */
  #leadsOn(start: number): boolean {
    const next = this.#place[this.#parts.length];
    if (next === undefined) return false;
    return this.#json.charAt(start) === (typeof next === 'string' ? '{' : '[');
  }
}

const separators = /[ \t\r\n,:]*/y;
const scalar = /[^ \t\r\n,\]}]*/y;

/** Index behind what a pattern, which may match nothing, finds at an index. */
function behind(pattern: RegExp, json: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(json);
  return pattern.lastIndex;
}

function endOfValue(json: string, start: number): number {
  const first = json.charCodeAt(start);
  if (first === 0x22) return endOfString(json, start);
  return isOpening(first) ? endOfBrackets(json, start) : behind(scalar, json, start);
}

function endOfBrackets(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === 0x22) at = endOfString(json, at) - 1;
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return json.length;
}

/** Index behind the quote that ends the string begun at `start`. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at + 1;
  }
  return json.length;
}

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

function withoutBlanks(json: string): string {
  let text = '';
  let at = 0;
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    const end = quote === -1 ? json.length : quote;
    const next = quote === -1 ? end : endOfString(json, quote);
    text += json.slice(at, end).replace(/[ \t\r\n]+/g, '') + json.slice(end, next);
    at = next;
  }
  return text;
}
