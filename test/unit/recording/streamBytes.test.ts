import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { ByteLog } from '../../../src/core/recording/byteLog.ts';
import { MemoryBudget } from '../../../src/core/recording/memoryBudget.ts';
import { StreamBytes } from '../../../src/core/recording/streamBytes.ts';

const mebibyte = 1024 * 1024;

/** A stream whose bytes stand in these pieces of its connection's log, each behind something else. */
function streamOf(pieces: readonly Uint8Array[]) {
  const budget = new MemoryBudget(64 * mebibyte);
  const carrier = new ByteLog(budget);
  const stream = new StreamBytes(carrier, budget);
  for (const piece of pieces) {
    const place = carrier.append(Buffer.concat([Buffer.alloc(9, '.'), piece])) + 9;
    stream.carried(place, piece.length);
    stream.append(piece);
  }
  return { budget, carrier, stream };
}

describe('the bytes of a stream', () => {
  test('are those of its pieces, wherever they are cut', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, fc.nat(240), fc.nat(240), (all, offset, length) => {
        const { stream } = streamOf(all);
        const whole = Buffer.concat(all);
        const expected = whole.subarray(offset, offset + length);
        assert.deepEqual(Buffer.from(stream.slice(offset, length)!), Buffer.from(expected));
        assert.equal(stream.lengthBytes, whole.length);
      }),
    );
  });

  test('are kept once: with their connection', () => {
    const piece = Buffer.alloc(16_384);
    const { budget, carrier } = streamOf(Array.from({ length: 640 }, () => piece));
    assert.ok(budget.usedBytes < carrier.lengthBytes + 3 * mebibyte);
  });

  test('are not there before a frame has carried them, and fall out with their connection', () => {
    const budget = new MemoryBudget(8 * mebibyte);
    const carrier = new ByteLog(budget);
    const stream = new StreamBytes(carrier, budget);
    stream.append(Buffer.from('hello'));
    assert.equal(stream.slice(0, 5), null);
    stream.carried(carrier.append(Buffer.from('hello')), 5);
    assert.equal(stream.slice(0, 5)?.toString(), 'hello');
    assert.deepEqual(stream.places({ start: 1, end: 3 }), [{ start: 1, end: 3 }]);
    for (let added = 0; added < 12; added++) carrier.append(Buffer.alloc(mebibyte));
    assert.equal(stream.slice(0, 5), null);
  });
});
