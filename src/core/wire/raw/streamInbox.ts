import type { Incoming } from '../conversation/channel.ts';
import type { ExchangeSink } from '../sink.ts';

/** Bytes of a stream that a conversation looks at; what is more waits until it has taken some. */
const LOOKED_AT_BYTES = 1024 * 1024;

/** Received bytes that a conversation has not taken: an offset in the recording, nothing is kept twice. */
export class StreamInbox {
  /** Reads so far. */
  count = 0;
  readonly #sink: ExchangeSink;
  #receivedBytes = 0;
  #takenBytes = 0;
  /** Reads taken by number, and where in the log of chunks the next one is looked for. */
  #takenReads = 0;
  #row = 0;
  #last: { start: number; end: number } | null = null;

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  /** So many bytes were received in one read. */
  add(lengthBytes: number): void {
    this.count++;
    this.#receivedBytes += lengthBytes;
  }

  next(): Incoming | null {
    return this.#incoming(this.#takenBytes, this.#receivedBytes);
  }

  take(lengthBytes: number): void {
    this.#takeTo(this.#takenBytes + lengthBytes);
  }

  /** Takes what came with the first `total` reads. */
  takeMessages(total: number): void {
    while (this.#takenReads < Math.min(total, this.count)) {
      const chunk = this.#sink.receivedChunk(this.#row);
      if (chunk === null) return;
      this.#takenReads++;
      this.#row = chunk.row + 1;
      if (chunk.offset + chunk.bytes > this.#takenBytes) this.#takeTo(chunk.offset + chunk.bytes);
    }
  }

  /** What was taken last, else everything. */
  last(): Incoming | null {
    const { start, end } = this.#last ?? { start: 0, end: this.#receivedBytes };
    return this.#incoming(start, end);
  }

  #takeTo(end: number): void {
    this.#last = { start: this.#takenBytes, end };
    this.#takenBytes = end;
  }

  #incoming(start: number, end: number): Incoming | null {
    const bytes = Math.min(end - start, LOOKED_AT_BYTES);
    if (bytes <= 0) return null;
    const payload = this.#sink.receivedBytes(start, bytes);
    return { row: null, type: 'binary', bytes, payload, grows: true };
  }
}
