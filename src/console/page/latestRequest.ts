/**
 * At most one request under way, and of those asked for meanwhile only the newest: what a user
 * scrolls past is never fetched.
 */
export class LatestRequest<P, R> {
  readonly #ask: (params: P) => Promise<R>;
  readonly #onResult: (result: R, params: P) => void;
  readonly #onError: (error: Error, params: P) => void;
  #wanted: P | null = null;
  #busy = false;

  constructor(
    ask: (params: P) => Promise<R>,
    onResult: (result: R, params: P) => void,
    onError: (error: Error, params: P) => void,
  ) {
    this.#ask = ask;
    this.#onResult = onResult;
    this.#onError = onError;
  }

  want(params: P): void {
    this.#wanted = params;
    if (!this.#busy) void this.#run();
  }

  /** Forgets what is wanted; an answer under way still arrives. */
  clear(): void {
    this.#wanted = null;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#wanted !== null) {
      const params = this.#wanted;
      this.#wanted = null;
      try {
        this.#onResult(await this.#ask(params), params);
      } catch (error) {
        this.#onError(error instanceof Error ? error : new Error(String(error)), params);
      }
    }
    this.#busy = false;
  }
}
