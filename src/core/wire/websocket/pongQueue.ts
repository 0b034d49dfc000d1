/** Pongs that may wait for the socket; beyond that only the latest ping is answered (RFC 6455 §5.5.3). */
const WAITING_PONGS_LIMIT = 64;

/** Sends pongs, never more at once than the socket takes. */
export class PongQueue {
  readonly #send: (payload: Uint8Array) => Promise<void>;
  #waiting = 0;
  #latest: Uint8Array | null = null;

  constructor(send: (payload: Uint8Array) => Promise<void>) {
    this.#send = send;
  }

  /** Answers a ping, at once or when there is room. */
  push(payload: Uint8Array): void {
    if (this.#waiting === WAITING_PONGS_LIMIT) {
      this.#latest = payload;
      return;
    }
    this.#waiting++;
    this.#send(payload).then(
      () => this.#sent(),
      () => undefined,
    );
  }

  #sent(): void {
    this.#waiting--;
    const latest = this.#latest;
    this.#latest = null;
    if (latest !== null) this.push(latest);
  }
}
