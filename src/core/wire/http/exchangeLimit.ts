import { WireError } from '../../errors/wireError.ts';

/** A timer of more would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Stops an exchange: when its caller does, or when its time is over. */
export class ExchangeLimit {
  readonly #controller = new AbortController();
  readonly #cancelled: AbortSignal;
  readonly #timeoutMs: number | null;
  readonly #timer: NodeJS.Timeout | null;
  readonly #abort = (): void => this.#controller.abort();
  #timedOut = false;

  constructor(timeoutMs: number | null, cancelled: AbortSignal) {
    this.#cancelled = cancelled;
    this.#timeoutMs = timeoutMs;
    this.#timer = timeoutMs === null ? null : this.#start(Math.min(timeoutMs, LONGEST_TIMER_MS));
    cancelled.addEventListener('abort', this.#abort, { once: true });
    if (cancelled.aborted) this.#abort();
  }

  /** Aborted when the exchange has to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exchange is over: nothing can stop it any more. */
  release(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#cancelled.removeEventListener('abort', this.#abort);
  }

  /** A cancellation by the clock is a timeout in the same phase. */
  explain(error: WireError): WireError {
    if (!this.#timedOut || error.code !== 'WB_CANCELLED') return error;
    const params = { limit: `${(this.#timeoutMs ?? 0) / 1000} s` };
    return new WireError('WB_TIMEOUT', error.phase, { params });
  }

  #start(timeoutMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#expire(), timeoutMs);
  }

  #expire(): void {
    this.#timedOut = true;
    this.#abort();
  }
}
