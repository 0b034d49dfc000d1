/** What a bench found: `ratio` is the one it is for, where there is one; further figures carry their unit in their name. */
export type Figures = { ratio?: number } & Record<string, number | string>;

/** A bench: prints its table and resolves with its figures. */
export type Bench = (args: string[]) => Promise<Figures>;

/** Prints rows under `head`, numbers to the right. */
export function printTable(head: string[], rows: (string | number)[][]): void {
  const cells = [head, ...rows.map((row) => row.map((cell) => formatCell(cell)))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of cells.entries()) {
    const line = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(line.join('  '));
    if (index === 0) console.log(widths.map((width) => '─'.repeat(width)).join('  '));
  }
}

/** The middle of `values`; the mean of the middle two where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined)
    throw new RangeError('No values to take a median of.');
  return (low + high) / 2;
}

/** Lower quartile, median and upper quartile of `values`. */
export function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return [
    median(sorted.slice(0, Math.ceil(middle))),
    median(sorted),
    median(sorted.slice(Math.floor(middle))),
  ];
}

/** `value` with three significant digits, as JSON and tables want it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function formatCell(cell: string | number): string {
  return typeof cell === 'string' ? cell : cell.toLocaleString('en', { maximumFractionDigits: 2 });
}
