/** Reads big-endian fields of a TLS message; answers 0 or empty beyond the end instead of throwing. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** An unsigned number of one to three bytes. */
  uint(lengthBytes: 1 | 2 | 3): number {
    if (this.remaining < lengthBytes) {
      this.#offset = this.#bytes.length;
      return 0;
    }
    const value = this.#bytes.readUIntBE(this.#offset, lengthBytes);
    this.#offset += lengthBytes;
    return value;
  }

  /** That many bytes, or what is left. */
  take(lengthBytes: number): Buffer {
    const bytes = this.#bytes.subarray(this.#offset, this.#offset + lengthBytes);
    this.#offset += bytes.length;
    return bytes;
  }

  /** A vector whose length is written in front of it (RFC 8446 §3.4). */
  vector(lengthOfLength: 1 | 2 | 3): ByteReader {
    return new ByteReader(this.take(this.uint(lengthOfLength)));
  }

  /** The 16-bit numbers of what is left. */
  numbers(): number[] {
    const values: number[] = [];
    while (this.remaining >= 2) values.push(this.uint(2));
    return values;
  }
}
