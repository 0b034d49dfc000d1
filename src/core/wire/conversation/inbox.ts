import type { ReceivedMessage } from '../sink.ts';
import type { Incoming } from './channel.ts';

/** Received messages that a conversation has not looked at: a place in the recording, nothing is kept twice. */
export class Inbox {
  /** Messages received so far. */
  count = 0;
  readonly #read: (from: number) => ReceivedMessage | null;
  /** Messages taken so far. */
  #taken = 0;
  /** Where in the log the next one is looked for. */
  #from: number;
  #lastTaken: number | null = null;

  /** `read` answers the first message at or behind a place in the log; what stands before `from` is another connection's. */
  constructor(read: (from: number) => ReceivedMessage | null, from = 0) {
    this.#read = read;
    this.#from = from;
  }

  next(): Incoming | null {
    const message = this.#taken < this.count ? this.#read(this.#from) : null;
    return message && incomingOf(message);
  }

  take(): void {
    const message = this.#read(this.#from);
    if (message === null) return;
    this.#taken++;
    this.#lastTaken = message.row;
    this.#from = message.row + 1;
  }

  takeMessages(total: number): void {
    while (this.#taken < Math.min(total, this.count)) this.take();
  }

  /** What was taken last; where nothing was, all that came so far counts as taken. */
  last(): Incoming | null {
    if (this.#lastTaken === null) this.takeMessages(this.count);
    const message = this.#lastTaken === null ? null : this.#read(this.#lastTaken);
    return message && incomingOf(message);
  }
}

function incomingOf({ row, type, bytes, payload }: ReceivedMessage): Incoming {
  return { row, type, bytes, payload, grows: false };
}
