import { answerStream } from './answerStream.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Payload } from './payload.ts';

/** Bytes and parts that are handed out at once, beyond the first part. */
const batchBytes = 1024 * 1024;
const batchParts = 1000;

/** Parts that were handed out, as text, and those that could not be as they came. */
export interface PartsTaken {
  parts: string[];
  /** Fell out of the recording before they were asked for. */
  lost: number;
  /** Longer than what is handed out of one. */
  cut: number;
}

/** Hands out the parts of an answer, each once: a place in the recording, nothing is kept twice. */
export class AnswerParts {
  readonly #exchange: ExchangeLog;
  readonly #partBytes: number;
  #next = 0;

  /** Of a part, no more than `partBytes` are handed out. */
  constructor(exchange: ExchangeLog, partBytes: number) {
    this.#exchange = exchange;
    this.#partBytes = partBytes;
  }

  /** The answer is known to come in parts. */
  get isStream(): boolean {
    return answerStream(this.#exchange) !== null;
  }

  /** No more will come. */
  get isOver(): boolean {
    const { endedMs, completedMs } = this.#exchange.story;
    return endedMs !== null || completedMs !== null;
  }

  /** Resolves when something of the exchange has changed. */
  news(): Promise<void> {
    return this.#exchange.news.next();
  }

  /** What has come since the last time, in part where it is much. */
  take(): PartsTaken {
    const stream = answerStream(this.#exchange);
    const taken: PartsTaken = { parts: [], lost: 0, cut: 0 };
    let bytes = 0;
    while (this.#next < (stream?.length ?? 0)) {
      if (bytes >= batchBytes || taken.parts.length >= batchParts) break;
      const part = stream?.read(this.#next++) ?? null;
      if (part !== null) bytes += this.#take(part.payload, taken);
    }
    return taken;
  }

  #take(payload: Payload | null, taken: PartsTaken): number {
    const text = payload?.read(0, this.#partBytes)?.toString();
    if (payload === null || text === undefined) {
      taken.lost++;
      return 0;
    }
    if (payload.lengthBytes > this.#partBytes) taken.cut++;
    taken.parts.push(text);
    return text.length;
  }
}
