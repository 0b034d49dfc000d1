import type { Transport } from './transport.ts';

/** How long a connection without a request is kept, as Node and undici do. */
const IDLE_MS = 4_000;
/** A server that promises more is believed up to this. */
const LONGEST_IDLE_MS = 300_000;
/** Closed that much before the server would, so that no request meets its FIN. */
const HINT_MARGIN_MS = 1_000;

/** The clock of one connection. It goes on while the connection is used: starting it anew is all that costs little. */
interface Clock {
  timer: NodeJS.Timeout;
  idleMs: number;
  isIdle: boolean;
}

/** Closes connections on which nothing was sent for a while. */
export class IdleTimers {
  readonly #clocks = new Map<Transport, Clock>();

  /** Starts the clock of a connection; `hintMs` is what the server said it keeps it. */
  start(transport: Transport, hintMs: number | null): void {
    const idleMs = hintMs === null ? IDLE_MS : Math.min(hintMs - HINT_MARGIN_MS, LONGEST_IDLE_MS);
    if (idleMs <= 0) return transport.destroy('idle');
    const clock = this.#clockOf(transport, idleMs);
    clock.isIdle = true;
    transport.unref();
  }

  /** Stops the clock: the connection is used. */
  stop(transport: Transport): void {
    const clock = this.#clocks.get(transport);
    if (clock?.isIdle !== true) return;
    clock.isIdle = false;
    transport.ref();
  }

  /** The connection is gone. */
  forget(transport: Transport): void {
    clearTimeout(this.#clocks.get(transport)?.timer);
    this.#clocks.delete(transport);
  }

  #clockOf(transport: Transport, idleMs: number): Clock {
    const known = this.#clocks.get(transport);
    if (known?.idleMs === idleMs) {
      known.timer.refresh();
      return known;
    }
    clearTimeout(known?.timer);
    const timer = setTimeout(() => {
      if (clock.isIdle) transport.destroy('idle');
    }, idleMs);
    timer.unref();
    const clock = { timer, idleMs, isIdle: true };
    this.#clocks.set(transport, clock);
    return clock;
  }
}
