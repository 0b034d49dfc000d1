import type { Range } from './range.ts';
import { huffmanEncode } from '../wire/http2/huffman.ts';

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
    // A head that Node tells is Latin-1, one that we write or decode is UTF-8.
    const forms = new Set([value, Buffer.from(value).toString('latin1')]);
    for (const form of forms) this.#addBytes(Buffer.from(form, 'latin1'));
  }

  /** Where the values are in these bytes. */
  ranges(bytes: Buffer): Range[] {
    return this.#patterns.flatMap((pattern) => occurrences(bytes, pattern));
  }

  #addBytes(bytes: Buffer): void {
    for (const pattern of [bytes, huffmanEncode(bytes)]) {
      if (pattern.length >= shortestBytes) this.#patterns.push(pattern);
    }
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
