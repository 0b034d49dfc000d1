import type { HeaderField } from '../wireFacts.ts';
import { huffmanEncode, huffmanLength } from './huffman.ts';
import { HpackIndex } from './hpackIndex.ts';
import { DEFAULT_TABLE_BYTES, fieldBytes } from './hpackTable.ts';

/** Secrets, which no table may give away to who can guess and measure (RFC 7541 §7.1.3). */
const NEVER_INDEXED = new Set(['authorization', 'proxy-authorization', 'cookie']);
/** Other in each request: in the table they would only push out what comes again. */
const NOT_INDEXED = new Set([
  ':path',
  'content-length',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'range',
]);

/** First bits of a representation, and how many more of its byte belong to the integer (RFC 7541 §6). */
const INDEXED = [0x80, 7] as const;
const WITH_INDEXING = [0x40, 6] as const;
const SIZE_UPDATE = [0x20, 5] as const;
const NEVER = [0x10, 4] as const;
const WITHOUT_INDEXING = [0x00, 4] as const;
const HUFFMAN = [0x80, 7] as const;
const RAW = [0x00, 7] as const;

/** More than the integers of a field and of a size update take. */
const INTEGERS_BYTES = 16;
/** A character of a string is at most so many bytes in UTF-8. */
const LARGEST_CHARACTER_BYTES = 3;

/** Encodes the header blocks of one direction (RFC 7541). */
export class HpackEncoder {
  readonly #index = new HpackIndex();
  /** The peer is to be told. */
  #isResized = false;
  #block = Buffer.alloc(0);
  #end = 0;

  /** SETTINGS_HEADER_TABLE_SIZE of the peer; what is told of it stands in the next block (RFC 7541 §4.2). */
  limit(tableBytes: number): void {
    const limitBytes = Math.min(tableBytes, DEFAULT_TABLE_BYTES);
    if (limitBytes === this.#index.limitBytes) return;
    this.#index.resize(limitBytes);
    this.#isResized = true;
  }

  /** Names in lower case; text beyond ASCII goes out as UTF-8. */
  encode(fields: readonly HeaderField[]): Buffer {
    this.#begin(fields);
    for (const field of fields) this.#field(field[0], asBytes(field[1]));
    return this.#block.subarray(0, this.#end);
  }

  #begin(fields: readonly HeaderField[]): void {
    let bytes = INTEGERS_BYTES;
    for (const field of fields)
      bytes += field[0].length + LARGEST_CHARACTER_BYTES * field[1].length + INTEGERS_BYTES;
    this.#block = Buffer.allocUnsafe(bytes);
    this.#end = 0;
    if (this.#isResized) this.#integer(SIZE_UPDATE, this.#index.limitBytes);
    this.#isResized = false;
  }

  #field(name: string, value: string): void {
    const index = this.#index.field(name, value);
    if (index !== null) return this.#integer(INDEXED, index);
    const isIndexed = this.#isWorthIndexing(name, value);
    const unindexed = NEVER_INDEXED.has(name) ? NEVER : WITHOUT_INDEXING;
    const nameIndex = this.#index.name(name);
    this.#integer(isIndexed ? WITH_INDEXING : unindexed, nameIndex);
    if (nameIndex === 0) this.#string(name);
    this.#string(value);
    if (isIndexed) this.#index.add([name, value]);
  }

  /** A field as large as the table would empty it. */
  #isWorthIndexing(name: string, value: string): boolean {
    if (NEVER_INDEXED.has(name) || NOT_INDEXED.has(name)) return false;
    return fieldBytes([name, value]) <= this.#index.limitBytes / 2;
  }

  /** RFC 7541 §5.1. */
  #integer([first, prefixBits]: readonly [number, number], value: number): void {
    const full = 2 ** prefixBits - 1;
    this.#block[this.#end++] = first | Math.min(value, full);
    if (value < full) return;
    let rest = value - full;
    for (; rest >= 0x80; rest >>>= 7) this.#block[this.#end++] = (rest & 0x7f) | 0x80;
    this.#block[this.#end++] = rest;
  }

  /** In Huffman's code where that is shorter (RFC 7541 §5.2). */
  #string(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    const isShorter = huffmanLength(bytes) < bytes.length;
    const encoded = isShorter ? huffmanEncode(bytes) : bytes;
    this.#integer(isShorter ? HUFFMAN : RAW, encoded.length);
    this.#block.set(encoded, this.#end);
    this.#end += encoded.length;
  }
}

const NOT_ASCII = /[^\u0000-\u007f]/;

/** One character a byte: tables count bytes. */
function asBytes(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}
