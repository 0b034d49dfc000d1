import type { PayloadRef, PayloadSlice } from '../../protocol/rows.ts';

/** Bytes that one request asks for. */
export const sliceBytes = 256 * 1024;

/** Reads a payload from its start, slice by slice, as far as it is asked to. */
export class PayloadReader {
  readonly ref: PayloadRef;
  readonly #fetch: (offset: number, lengthBytes: number) => Promise<PayloadSlice>;
  readonly #slices: Uint8Array[] = [];
  #loadedBytes = 0;
  #totalBytes: number | null = null;
  #joined: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(
    ref: PayloadRef,
    fetch: (offset: number, lengthBytes: number) => Promise<PayloadSlice>,
  ) {
    this.ref = ref;
    this.#fetch = fetch;
  }

  /** Bytes of the whole payload; null until the first slice is there. */
  get totalBytes(): number | null {
    return this.#totalBytes;
  }

  get loadedBytes(): number {
    return this.#loadedBytes;
  }

  get isComplete(): boolean {
    return this.#totalBytes !== null && this.#loadedBytes >= this.#totalBytes;
  }

  /** Everything loaded so far, from the first byte on. */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#joined.length !== this.#loadedBytes) this.#joined = this.#join();
    return this.#joined;
  }

  /** Loads the next slice. Rejects with the host's sentence. */
  async loadMore(): Promise<void> {
    const { bytes, totalBytes } = await this.#fetch(this.#loadedBytes, sliceBytes);
    this.#slices.push(bytes);
    this.#loadedBytes += bytes.length;
    // A host that has no more than this is believed, whatever it counted: no endless loading.
    this.#totalBytes = bytes.length === 0 ? this.#loadedBytes : totalBytes;
  }

  /** There may be more bytes than before. */
  reopen(): void {
    this.#totalBytes = null;
  }

  #join(): Uint8Array<ArrayBuffer> {
    const joined = new Uint8Array(this.#loadedBytes);
    let offset = 0;
    for (const slice of this.#slices) {
      joined.set(slice, offset);
      offset += slice.length;
    }
    this.#slices.splice(0, Infinity, joined);
    return joined;
  }
}
