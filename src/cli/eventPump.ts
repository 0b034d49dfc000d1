import type { WireEvent } from '../core/wire/events.ts';
import type { Engine } from '../engine/engine.ts';

/** Places in the order of an exchange's events that are read at once. */
const windowEvents = 256;

/** An event, and what it was followed for. */
export interface Told<Of> {
  event: WireEvent;
  of: Of;
}

/** What the pump hands on. `report` may hold the reading up, so that a slow reader of ours does not make us gather output. */
export interface PumpOutput<Of> {
  report(told: readonly Told<Of>[]): Promise<void>;
  /** So many events fell out of the recording before they were read. */
  missed(count: number): void;
}

/** An exchange whose events are read. */
interface Followed<Of> {
  exchange: number;
  of: Of;
  from: number;
  /** Read and not handed on yet. What passed at once has the same time: whole µs of `performance.now()`, which never go back. */
  queue: { event: WireEvent; atUs: number }[];
  lastUs: number;
  /** Everything that happened until then has been read. */
  untilUs: number;
  isDone: boolean;
  over: PromiseWithResolvers<void>;
}

/**
 * Reads the events of exchanges as they happen and hands them on in the order of time, so that those of a connection
 * stand as they passed, whichever exchange they belong to.
 */
export class EventPump<Of> {
  readonly #engine: Engine;
  readonly #bodyLimitBytes: number;
  readonly #output: PumpOutput<Of>;
  readonly #followed = new Set<Followed<Of>>();
  #news = Promise.withResolvers<void>();
  #isRunning = false;

  constructor(engine: Engine, bodyLimitBytes: number, output: PumpOutput<Of>) {
    this.#engine = engine;
    this.#bodyLimitBytes = bodyLimitBytes;
    this.#output = output;
    engine.onDidChange(() => this.#news.resolve());
  }

  /** Resolves when the exchange is over and all its events are handed on. */
  async follow(exchange: number, of: Of): Promise<void> {
    const over = Promise.withResolvers<void>();
    const fresh = { from: 0, queue: [], lastUs: 0, untilUs: 0, isDone: false };
    this.#followed.add({ exchange, of, over, ...fresh });
    const wake = (): void => this.#news.resolve();
    void this.#engine.finished(exchange).then(wake, wake);
    wake();
    if (!this.#isRunning) void this.#run();
    await over.promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#followed.size > 0) await this.#round();
    } catch (error) {
      for (const { over } of this.#followed) over.reject(error);
      this.#followed.clear();
    }
    this.#isRunning = false;
  }

  async #round(): Promise<void> {
    this.#news = Promise.withResolvers();
    const nowUs = Math.floor(performance.now() * 1000);
    const reads = [...this.#followed].map((followed) => this.#read(followed, nowUs));
    const hasRead = (await Promise.all(reads)).includes(true);
    const told = this.#takeReady();
    if (told.length > 0) await this.#output.report(told);
    const ended = [...this.#followed].filter(({ isDone, queue }) => isDone && queue.length === 0);
    for (const followed of ended) {
      this.#followed.delete(followed);
      followed.over.resolve();
    }
    if (!hasRead && told.length === 0 && ended.length === 0) await this.#news.promise;
  }

  /** Answers whether it has come any further. */
  async #read(followed: Followed<Of>, nowUs: number): Promise<boolean> {
    if (followed.isDone || followed.queue.length > 0) return false;
    const { exchange, from } = followed;
    const limit = this.#bodyLimitBytes;
    const window = await this.#engine.events(exchange, from, windowEvents, limit);
    for (const event of window.events) {
      followed.lastUs = Math.max(
        followed.lastUs,
        Math.round((window.startClockMs + event.t) * 1000),
      );
      followed.queue.push({ event, atUs: followed.lastUs });
    }
    followed.from = window.next;
    followed.isDone = window.done;
    followed.untilUs = window.hasMore ? followed.lastUs : Math.max(nowUs, followed.lastUs);
    if (window.evicted > 0) this.#output.missed(window.evicted);
    return window.next > from;
  }

  /** What nothing unread can stand in front of. */
  #takeReady(): Told<Of>[] {
    const open = [...this.#followed].filter(({ isDone }) => !isDone);
    const untilUs = Math.min(...open.map((followed) => followed.untilUs));
    return [...this.#followed]
      .flatMap(({ queue, of }) => {
        const later = queue.findIndex(({ atUs }) => atUs > untilUs);
        const ready = queue.splice(0, later === -1 ? queue.length : later);
        return ready.map(({ event, atUs }) => ({ event, atUs, of }));
      })
      .toSorted((a, b) => a.atUs - b.atUs);
  }
}
