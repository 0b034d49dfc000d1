type Act = () => void;

/** Who is to stop asks this, as it would an `AbortSignal`. */
export interface StopSignal {
  readonly aborted: boolean;
  /** The limit that has passed; unset where somebody cancelled. */
  readonly expiredAfterMs?: number | null;
  addEventListener(type: 'abort', act: Act, options?: { once: true }): void;
  removeEventListener(type: 'abort', act: Act): void;
}

/**
 * Stops an exchange, once. An `AbortController` for each of them would cost as much as reading a small answer, with what
 * listens to it.
 */
export class Stop implements StopSignal {
  readonly #acts: Act[] = [];
  #controller: AbortController | null = null;
  #aborted = false;
  #expiredAfterMs: number | null = null;

  get aborted(): boolean {
    return this.#aborted;
  }

  get expiredAfterMs(): number | null {
    return this.#expiredAfterMs;
  }

  /** For who takes nothing else. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  /** Stops, once; the limit is named where it is the reason. */
  abort(expiredAfterMs: number | null = null): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#expiredAfterMs = expiredAfterMs;
    this.#controller?.abort();
    // One may remove another, as with any target of events.
    for (let act = this.#acts.shift(); act !== undefined; act = this.#acts.shift()) act();
  }

  addEventListener(_type: 'abort', act: Act): void {
    this.#acts.push(act);
  }

  removeEventListener(_type: 'abort', act: Act): void {
    const index = this.#acts.lastIndexOf(act);
    if (index >= 0) this.#acts.splice(index, 1);
  }
}

/** The same as an `AbortSignal`. */
export function abortSignalOf(stop: StopSignal): AbortSignal {
  return stop instanceof Stop ? stop.signal : (stop as AbortSignal);
}
