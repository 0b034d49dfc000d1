import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { RowWindows } from '../../../src/console/log/rowWindows.ts';
import type { LogRow, RowsWindow } from '../../../src/protocol/rows.ts';

function row(index: number): LogRow {
  return {
    row: index,
    timeMs: index,
    deltaMs: 1,
    direction: 'in',
    type: 'text',
    lengthBytes: 1,
    preview: String(index),
    matches: [],
  };
}

/** A host whose answers wait until the test lets them through. */
class SlowHost {
  total: number;
  readonly asked: { from: number; count: number }[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(total: number) {
    this.total = total;
  }

  readonly query = (from: number, count: number): Promise<RowsWindow> => {
    this.asked.push({ from, count });
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        const rows = Array.from(
          { length: Math.max(0, Math.min(count, this.total - from)) },
          (_, index) => row(from + index),
        );
        resolve({ from, rows, matched: this.total, total: this.total, complete: true });
      });
    });
  };

  async answer(): Promise<void> {
    this.#waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function windowsOf(host: SlowHost): RowWindows {
  return new RowWindows(
    host.query,
    () => {},
    (error) => assert.fail(error),
  );
}

describe('row windows', () => {
  test('a window is asked with rows ahead of what is in sight', async () => {
    const host = new SlowHost(1000);
    const windows = windowsOf(host);
    windows.want(100, 120);
    await host.answer();
    assert.deepEqual(host.asked, [{ from: 90, count: 40 }]);
    assert.equal(windows.row(90)?.row, 90);
    assert.equal(windows.row(129)?.row, 129);
    assert.equal(windows.matched, 1000);
  });

  test('while one request is under way only the newest of the wanted is asked next', async () => {
    const host = new SlowHost(100_000);
    const windows = windowsOf(host);
    windows.want(0, 20);
    for (let first = 1000; first <= 50_000; first += 1000) windows.want(first, first + 20);
    assert.equal(host.asked.length, 1);
    await host.answer();
    await host.answer();
    assert.deepEqual(
      host.asked.map(({ from }) => from),
      [0, 49_990],
    );
  });

  test('rows that are held are not asked again', async () => {
    const host = new SlowHost(1000);
    const windows = windowsOf(host);
    windows.want(100, 120);
    await host.answer();
    windows.want(105, 125);
    assert.equal(host.asked.length, 1);
  });

  test('after a reset an answer to the old question is ignored', async () => {
    const host = new SlowHost(1000);
    const windows = windowsOf(host);
    windows.want(0, 20);
    windows.reset();
    await host.answer();
    assert.equal(windows.row(0), undefined);
    assert.equal(windows.matched, 0);
  });

  test('following asks for the new end, else only for the count', async () => {
    const host = new SlowHost(1000);
    const windows = windowsOf(host);
    windows.want(0, 20);
    await host.answer();
    windows.refresh(true);
    await host.answer();
    windows.refresh(false);
    await host.answer();
    assert.deepEqual(host.asked.slice(1), [
      { from: 970, count: 200 },
      { from: 1000, count: 0 },
    ]);
  });

  test('a host that counts more rows than it gives is not asked for ever', async () => {
    const asked: number[] = [];
    const windows: RowWindows = new RowWindows(
      async (from) => {
        asked.push(from);
        return { from, rows: [], matched: 50, total: 50, complete: true };
      },
      () => windows.want(0, 20),
      (error) => assert.fail(error),
    );
    windows.want(0, 20);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(asked.length <= 2, `asked ${asked.length} times`);
  });

  test('far rows are let go, those in sight are kept', async () => {
    const host = new SlowHost(100_000);
    const windows = windowsOf(host);
    for (let first = 0; first < 10_000; first += 100) {
      windows.want(first, first + 30);
      await host.answer();
    }
    assert.equal(windows.row(0), undefined);
    assert.equal(windows.row(9900)?.row, 9900);
  });
});
