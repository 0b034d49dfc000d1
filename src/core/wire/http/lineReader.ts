const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Cuts lines out of chunks. The line that is not complete yet is held, up to a limit that the owner checks. */
export class LineReader {
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Whether the last line ended with CR LF rather than LF alone. */
  endedWithCarriageReturn = false;
  /** Offset in the chunk behind the last line. */
  offset = 0;

  /** Bytes of the line that is not complete yet. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** What has come of the line that is not complete yet. */
  get held(): Buffer {
    return Buffer.concat(this.#held);
  }

  /** The next line of `chunk` from `from` on, without its end; `null` where there is no end yet. */
  next(chunk: Buffer, from: number): string | null {
    const end = chunk.indexOf(LINE_FEED, from);
    if (end === -1) {
      this.#hold(chunk.subarray(from));
      this.offset = chunk.length;
      return null;
    }
    this.offset = end + 1;
    if (this.#heldBytes === 0) return this.#cut(chunk, from, end);
    this.#hold(chunk.subarray(from, end));
    const line = this.held;
    this.#held = [];
    this.#heldBytes = 0;
    return this.#cut(line, 0, line.length);
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.push(Buffer.from(bytes));
    this.#heldBytes += bytes.length;
  }

  #cut(bytes: Buffer, from: number, end: number): string {
    this.endedWithCarriageReturn = end > from && bytes[end - 1] === CARRIAGE_RETURN;
    return bytes.toString('latin1', from, this.endedWithCarriageReturn ? end - 1 : end);
  }
}
