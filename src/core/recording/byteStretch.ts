import type { ByteSource } from './byteLog.ts';

/** A stretch of a log from some place on. Its bytes are not kept again: they fall out when those of the log do. */
export class ByteStretch implements ByteSource {
  readonly #log: ByteSource;
  readonly #start: number;
  #lengthBytes = 0;

  constructor(log: ByteSource, start: number) {
    this.#log = log;
    this.#start = start;
  }

  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  /** The next bytes of the log belong to it too. */
  grow(lengthBytes: number): void {
    this.#lengthBytes += lengthBytes;
  }

  slice(offset: number, lengthBytes: number): Buffer | null {
    const wanted = Math.min(lengthBytes, this.#lengthBytes - offset);
    return this.#log.slice(this.#start + offset, wanted);
  }
}
