const SMALLEST_CAPACITY_BYTES = 256;

/** Joins pieces of chunks into one run of bytes; memory grows with what has come, never with what was announced. */
export class ByteGatherer {
  #bytes = new Uint8Array(0);
  #length = 0;

  /** Bytes gathered since the last `take`. */
  get length(): number {
    return this.#length;
  }

  /** Copies `chunk[start..end)` to the end. */
  append(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(chunk.subarray(start, end), this.#length);
    this.#length = length;
  }

  /** Hands over what was gathered and begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    return taken;
  }

  #grow(neededBytes: number): void {
    const capacity = Math.max(neededBytes, this.#bytes.length * 2, SMALLEST_CAPACITY_BYTES);
    const grown = new Uint8Array(capacity);
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
