import { isUtf8 } from 'node:buffer';
import type { HeaderField } from '../wireFacts.ts';
import { huffmanDecode } from './huffman.ts';
import { DEFAULT_TABLE_BYTES, fieldBytes, HpackTable } from './hpackTable.ts';

/** Fields of one block are kept up to this size; the rest is decoded for the sake of the table only. */
export const FIELDS_LIMIT_BYTES = 256 * 1024;
/** More bits than a sane length has: an integer that does not end (RFC 7541 §5.1). */
const LONGEST_INTEGER_SHIFT = 28;
const NOT_ASCII = /[\u0080-\u00ff]/;

/** A header block, decoded. */
export interface DecodedBlock {
  /** Up to `FIELDS_LIMIT_BYTES`. */
  fields: HeaderField[];
  /** Size of all of them, as RFC 9113 §6.5.2 counts. */
  sizeBytes: number;
}

class HpackFault extends Error {}

/**
 * Mirrors the HPACK state of one direction of a connection (RFC 7541). After a fault the state is lost, and nothing is
 * decoded any more.
 */
export class HpackDecoder {
  readonly #table = new HpackTable();
  readonly #tableBytes: number;
  #isBroken = false;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;

  /** `tableBytes`: what the decoder of the peer has announced, which no update may go beyond (RFC 7541 §6.3). */
  constructor(tableBytes = DEFAULT_TABLE_BYTES) {
    this.#tableBytes = tableBytes;
  }

  /** Decodes a complete block; `null` where it is no HPACK. */
  decode(block: Buffer): DecodedBlock | null {
    if (this.#isBroken) return null;
    this.#block = block;
    this.#at = 0;
    try {
      return this.#fields();
    } catch (error) {
      if (!(error instanceof HpackFault)) throw error;
      this.#isBroken = true;
      return null;
    }
  }

  /** A block of this direction was not seen as a whole. */
  lose(): void {
    this.#isBroken = true;
  }

  #fields(): DecodedBlock {
    const fields: HeaderField[] = [];
    let sizeBytes = 0;
    while (this.#at < this.#block.length) {
      const field = this.#representation();
      if (field === null) continue;
      sizeBytes += fieldBytes(field);
      if (sizeBytes <= FIELDS_LIMIT_BYTES) fields.push(readableField(field));
    }
    return { fields, sizeBytes };
  }

  /** One representation by its first bits (RFC 7541 §6); `null` for a size update. */
  #representation(): HeaderField | null {
    const first = this.#block[this.#at]!;
    if ((first & 0x80) !== 0) return this.#indexed(this.#integer(7));
    if ((first & 0x40) !== 0) {
      const field = this.#literal(this.#integer(6));
      this.#table.add(field);
      return field;
    }
    if ((first & 0x20) === 0) return this.#literal(this.#integer(4));
    const limitBytes = this.#integer(5);
    if (limitBytes > this.#tableBytes) throw new HpackFault();
    this.#table.resize(limitBytes);
    return null;
  }

  #indexed(index: number): HeaderField {
    const field = this.#table.at(index);
    if (field === null) throw new HpackFault();
    return field;
  }

  #literal(nameIndex: number): HeaderField {
    const name = nameIndex === 0 ? this.#string() : this.#indexed(nameIndex)[0];
    return [name, this.#string()];
  }

  /** An integer with a prefix of so many bits (RFC 7541 §5.1). */
  #integer(prefixBits: number): number {
    const full = 2 ** prefixBits - 1;
    let value = this.#byte() & full;
    if (value < full) return value;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      if (shift > LONGEST_INTEGER_SHIFT) throw new HpackFault();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
    }
  }

  #string(): string {
    const isCoded = (this.#block[this.#at] ?? 0) >= 0x80;
    const lengthBytes = this.#integer(7);
    const end = this.#at + lengthBytes;
    if (end > this.#block.length) throw new HpackFault();
    const bytes = this.#block.subarray(this.#at, end);
    this.#at = end;
    const decoded = isCoded ? huffmanDecode(bytes) : bytes;
    if (decoded === null) throw new HpackFault();
    // One character a byte: the table counts bytes.
    return decoded.toString('latin1');
  }

  #byte(): number {
    const byte = this.#block[this.#at++];
    if (byte === undefined) throw new HpackFault();
    return byte;
  }
}

/** The field of the table itself, where it is readable: most come again and again. */
function readableField(field: HeaderField): HeaderField {
  if (!NOT_ASCII.test(field[0]) && !NOT_ASCII.test(field[1])) return field;
  return [readable(field[0]), readable(field[1])];
}

/** UTF-8 where it is. */
function readable(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : text;
}
