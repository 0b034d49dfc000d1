/** Pings that may be unanswered at once; of more, the oldest are forgotten. */
const PENDING_PINGS_LIMIT = 1024;

interface PendingPing {
  payload: Buffer;
  sentAtMs: number;
}

/** Tells how long our pings took: a pong answers the oldest ping with the same payload (RFC 6455 §5.5.3). */
export class PingClock {
  readonly #pending: PendingPing[] = [];

  /** A ping is on the wire. */
  sent(payload: Uint8Array): void {
    if (this.#pending.length === PENDING_PINGS_LIMIT) this.#pending.shift();
    this.#pending.push({ payload: Buffer.from(payload), sentAtMs: performance.now() });
  }

  /** The round-trip time that this pong completes; `null` for a pong that answers none of our pings. */
  answered(payload: Uint8Array): number | null {
    const index = this.#pending.findIndex((ping) => ping.payload.equals(payload));
    const [ping] = index < 0 ? [] : this.#pending.splice(index, 1);
    return ping === undefined ? null : performance.now() - ping.sentAtMs;
  }
}
