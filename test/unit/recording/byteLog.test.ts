import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { ByteLog } from '../../../src/core/recording/byteLog.ts';
import { MemoryBudget } from '../../../src/core/recording/memoryBudget.ts';

const unlimited = 2 ** 40;

/** Bytes that differ from place to place. */
function pattern(lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes);
  for (let index = 0; index < lengthBytes; index++) bytes[index] = (index * 31 + 7) % 251;
  return bytes;
}

describe('ByteLog', () => {
  test('any slice reads what was appended, however it was cut into chunks', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 30 });
    fc.assert(
      fc.property(lengths, fc.nat(200_000), fc.nat(20_000), (chunks, offset, length) => {
        const log = new ByteLog(new MemoryBudget(unlimited));
        const all = pattern(chunks.reduce((sum, each) => sum + each, 0));
        let at = 0;
        for (const chunk of chunks) {
          assert.equal(log.append(all.subarray(at, at + chunk)), at);
          at += chunk;
        }
        assert.deepEqual(log.slice(offset, length), all.subarray(offset, offset + length));
      }),
    );
  });

  test('the log keeps a copy of what it was given', () => {
    const log = new ByteLog(new MemoryBudget(unlimited));
    const chunk = Buffer.from('abc');
    log.append(chunk);
    chunk.fill('x');
    assert.equal(log.slice(0, 3)?.toString(), 'abc');
  });

  test('a slice inside a slab is a view, not a copy', () => {
    const log = new ByteLog(new MemoryBudget(unlimited));
    log.append(pattern(100));
    assert.equal(log.slice(0, 10)?.buffer, log.slice(50, 10)?.buffer);
  });

  test('the oldest bytes fall out, are counted, and offsets stay', () => {
    const budget = new MemoryBudget(300 * 1024);
    const log = new ByteLog(budget);
    const all = pattern(2 * 1024 * 1024);
    for (let at = 0; at < all.length; at += 1000) log.append(all.subarray(at, at + 1000));
    assert.equal(log.lengthBytes, all.length);
    assert.ok(log.evictedBytes > 0);
    assert.equal(log.slice(log.evictedBytes - 1, 2), null);
    assert.deepEqual(
      log.slice(log.evictedBytes, 5000),
      all.subarray(log.evictedBytes).subarray(0, 5000),
    );
  });

  test('bytes go on being kept after the slab that was being written fell out', () => {
    const budget = new MemoryBudget(8 * 1024);
    const [quiet, loud] = [new ByteLog(budget), new ByteLog(budget)];
    quiet.append(Buffer.from('before'));
    loud.append(pattern(20_000));
    assert.equal(quiet.slice(0, 6), null);
    assert.equal(quiet.append(Buffer.from('after')), 6);
    assert.equal(quiet.slice(6, 5)?.toString(), 'after');
    assert.equal(quiet.evictedBytes, 6);
  });

  test('bytes that come at once take no more memory than they need', () => {
    for (const lengthBytes of [1, 1064, 5000]) {
      const budget = new MemoryBudget(unlimited);
      new ByteLog(budget).append(pattern(lengthBytes));
      assert.equal(budget.usedBytes, lengthBytes);
    }
  });

  test('disposing gives the memory back', () => {
    const budget = new MemoryBudget(unlimited);
    const log = new ByteLog(budget);
    log.append(pattern(50_000));
    assert.ok(budget.usedBytes >= 50_000);
    log.dispose();
    assert.equal(budget.usedBytes, 0);
    assert.equal(log.slice(0, 1), null);
  });
});
