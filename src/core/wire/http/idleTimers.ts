import type { Transport } from './transport.ts';

/** How long a connection without a request is kept, as Node and undici do. */
const IDLE_MS = 4_000;
/** A server that promises more is believed up to this. */
const LONGEST_IDLE_MS = 300_000;
/** Closed that much before the server would, so that no request meets its FIN. */
const HINT_MARGIN_MS = 1_000;

/** Closes connections on which nothing was sent for a while. */
export class IdleTimers {
  readonly #timers = new Map<Transport, NodeJS.Timeout>();

  /** Starts the clock of a connection; `hintMs` is what the server said it keeps it. */
  start(transport: Transport, hintMs: number | null): void {
    this.stop(transport);
    const idleMs = hintMs === null ? IDLE_MS : Math.min(hintMs - HINT_MARGIN_MS, LONGEST_IDLE_MS);
    if (idleMs <= 0) return transport.destroy('idle');
    const timer = setTimeout(() => transport.destroy('idle'), idleMs);
    timer.unref();
    transport.unref();
    this.#timers.set(transport, timer);
  }

  /** Stops the clock: the connection is used, or gone. */
  stop(transport: Transport): void {
    const timer = this.#timers.get(transport);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#timers.delete(transport);
    transport.ref();
  }
}
