import { WireError } from '../../errors/wireError.ts';
import { Stop } from '../stop.ts';
import type { StopSignal } from '../stop.ts';

/** A timer of more would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Stops an exchange: when its caller does, or when its time is over. */
export class ExchangeLimit {
  readonly #cancelled: StopSignal;
  readonly #timeoutMs: number | null;
  readonly #clock: { stop: Stop; timer: NodeJS.Timeout } | null;
  readonly #abort = (): void => this.#clock?.stop.abort();
  #timedOut = false;

  constructor(timeoutMs: number | null, cancelled: StopSignal) {
    this.#cancelled = cancelled;
    this.#timeoutMs = timeoutMs;
    this.#clock = timeoutMs === null ? null : this.#start(Math.min(timeoutMs, LONGEST_TIMER_MS));
    if (this.#clock === null) return;
    cancelled.addEventListener('abort', this.#abort, { once: true });
    if (cancelled.aborted) this.#abort();
  }

  /** Aborted when the exchange has to stop: that of the caller, where there is no clock. */
  get signal(): StopSignal {
    return this.#clock?.stop ?? this.#cancelled;
  }

  /** Its time was over before it was. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** The exchange is over: nothing can stop it any more. */
  release(): void {
    if (this.#clock === null) return;
    clearTimeout(this.#clock.timer);
    this.#cancelled.removeEventListener('abort', this.#abort);
  }

  /** A cancellation by the clock is a timeout in the same phase. */
  explain(error: WireError): WireError {
    if (!this.#timedOut || error.code !== 'WB_CANCELLED') return error;
    const params = { limit: `${(this.#timeoutMs ?? 0) / 1000} s` };
    return new WireError('WB_TIMEOUT', error.phase, { params });
  }

  #start(timeoutMs: number): { stop: Stop; timer: NodeJS.Timeout } {
    return { stop: new Stop(), timer: setTimeout(() => this.#expire(), timeoutMs) };
  }

  #expire(): void {
    this.#timedOut = true;
    this.#clock?.stop.abort(this.#timeoutMs);
  }
}
