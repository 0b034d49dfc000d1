import type { Disposable } from '../../engine/disposable.ts';

/** Runs an action at most once per interval: at the end of the interval in which it was asked for. */
export class Throttle implements Disposable {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #disposed = false;

  constructor(intervalMs: number, action: () => void) {
    this.#intervalMs = intervalMs;
    this.#action = action;
  }

  request(): void {
    if (this.#timer !== null || this.#disposed) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#action();
    }, this.#intervalMs);
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
  }
}
