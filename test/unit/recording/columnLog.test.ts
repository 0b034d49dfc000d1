import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ColumnLog, rowsPerBlock, slotOf } from '../../../src/core/recording/columnLog.ts';
import { MemoryBudget } from '../../../src/core/recording/memoryBudget.ts';

function numbers(budget: MemoryBudget): ColumnLog<{ value: Float64Array }> {
  return new ColumnLog(budget, (rows) => ({ value: new Float64Array(rows) }));
}

function append(log: ColumnLog<{ value: Float64Array }>, count: number): void {
  for (let index = 0; index < count; index++) {
    const row = log.add();
    log.tail.value[slotOf(row)] = row;
  }
}

describe('ColumnLog', () => {
  test('every row is read back over the borders of growing blocks', () => {
    const log = numbers(new MemoryBudget(2 ** 30));
    const count = rowsPerBlock * 2 + 100;
    append(log, count);
    for (let row = 0; row < count; row++) {
      assert.equal(log.block(row)?.value[slotOf(row)], row);
    }
    assert.equal(log.block(count), null);
  });

  test('a log of a few rows takes less than a block', () => {
    const budget = new MemoryBudget(2 ** 30);
    append(numbers(budget), 10);
    assert.equal(budget.usedBytes, 16 * 8);
  });

  test('the oldest rows fall out and the newest stay', () => {
    const budget = new MemoryBudget(2 * rowsPerBlock * 8);
    const log = numbers(budget);
    append(log, rowsPerBlock * 5);
    assert.equal(log.evictedRows, rowsPerBlock * 3);
    assert.equal(log.block(rowsPerBlock * 3 - 1), null);
    const last = rowsPerBlock * 5 - 1;
    assert.equal(log.block(last)?.value[slotOf(last)], last);
  });

  test('rows go on being kept after the block that was being written fell out', () => {
    const budget = new MemoryBudget(rowsPerBlock * 8);
    const [quiet, loud] = [numbers(budget), numbers(budget)];
    append(quiet, 10);
    append(loud, rowsPerBlock);
    assert.equal(quiet.evictedRows, 10);
    append(quiet, 1);
    assert.equal(quiet.block(9), null);
    assert.equal(quiet.block(10)?.value[slotOf(10)], 10);
  });
});
