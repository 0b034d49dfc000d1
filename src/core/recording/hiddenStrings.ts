import { hpackHuffman } from './hpackString.ts';
import type { Range } from './range.ts';

/** Shorter encodings turn up by chance. */
const shortestBytes = 3;

/**
 * Header values of an HTTP/2 socket that hold secrets. In HPACK a value is one string, plain or in Huffman code
 * (RFC 7541 §5.2), so it is found on the wire as a whole, whichever stream it belongs to.
 */
export class HiddenStrings {
  readonly #values = new Set<string>();
  #patterns: Buffer[] = [];

  get longestBytes(): number {
    return this.#patterns.reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    for (const pattern of [Buffer.from(value, 'latin1'), hpackHuffman(value)]) {
      if (pattern !== null && pattern.length >= shortestBytes) this.#patterns.push(pattern);
    }
  }

  /** Where the values are in these bytes. */
  ranges(bytes: Buffer): Range[] {
    return this.#patterns.flatMap((pattern) => occurrences(bytes, pattern));
  }
}

/** Everywhere that a pattern begins in the bytes, also inside itself. */
export function occurrences(bytes: Buffer, pattern: Buffer): Range[] {
  const ranges: Range[] = [];
  for (let at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, at + 1)) {
    ranges.push({ start: at, end: at + pattern.length });
  }
  return ranges;
}
