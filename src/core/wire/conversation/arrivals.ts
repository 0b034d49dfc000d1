/** Wakes whoever waits for something to be received. */
export class Arrivals {
  /** When something was last received, on the clock of `performance.now()`. */
  lastMs = performance.now();
  #waiting: (() => void)[] = [];

  /** Resolves at the next `wake`. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  wake(): void {
    if (this.#waiting.length === 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
