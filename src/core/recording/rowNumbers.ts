const firstCapacity = 256;

/** A growing list of row numbers. */
export class RowNumbers {
  #numbers = new Float64Array(firstCapacity);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(row: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = row;
  }

  /** The numbers from the `from`-th on, at most `count`. */
  slice(from: number, count: number): number[] {
    return [...this.#numbers.subarray(from, Math.min(from + count, this.#length))];
  }
}
