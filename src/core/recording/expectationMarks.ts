/** Rows that are marked; the oldest marks go first. */
const rowLimit = 10_000;
/** Expectations of one row that are marked: a step has few. */
const marksLimit = 100;

/** Which rows of a log expectations were decided by: numbers of findings. */
export class ExpectationMarks {
  readonly #byRow = new Map<number, number[]>();

  /** A row below 0 is the time before the first one: there is nothing to mark. */
  add(row: number, finding: number): void {
    if (row < 0) return;
    const marks = this.#byRow.get(row) ?? [];
    if (marks.length < marksLimit) marks.push(finding);
    this.#byRow.set(row, marks);
    if (this.#byRow.size <= rowLimit) return;
    const [oldest] = this.#byRow.keys();
    this.#byRow.delete(oldest!);
  }

  at(row: number): readonly number[] {
    return this.#byRow.get(row) ?? [];
  }
}
