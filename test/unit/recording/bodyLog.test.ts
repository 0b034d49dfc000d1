import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BodyLog } from '../../../src/core/recording/bodyLog.ts';
import { ByteLog } from '../../../src/core/recording/byteLog.ts';
import { MemoryBudget } from '../../../src/core/recording/memoryBudget.ts';

const mebibyte = 1024 * 1024;

function bodyOf(limitBytes: number) {
  const budget = new MemoryBudget(8 * mebibyte);
  const wire = new ByteLog(budget);
  return { budget, wire, body: new BodyLog(budget, limitBytes, false) };
}

describe('a response body', () => {
  test('that came as it is is kept once: with its connection', () => {
    const { budget, wire, body } = bodyOf(mebibyte);
    wire.append(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'));
    for (const text of ['你好', '，世界']) {
      const bytes = Buffer.from(text);
      body.stands(wire, wire.append(bytes), bytes.length);
    }
    const before = budget.usedBytes;
    assert.equal(body.kept.slice(0, 100)?.toString(), '你好，世界');
    assert.equal(body.kept.slice(3, 6)?.toString(), '好，');
    assert.equal(body.kept.slice(15, 1)?.length, 0);
    assert.equal(body.kept.slice(16, 1)?.length, 0);
    assert.deepEqual([body.bytes, body.wireBytes, body.arrivals], [15, 15, 2]);
    assert.equal(budget.usedBytes, before);
  });

  test('that came as it is falls out with the bytes of its connection', () => {
    const { wire, body } = bodyOf(mebibyte);
    body.stands(wire, wire.append(Buffer.from('hello')), 5);
    for (let added = 0; added < 12; added++) wire.append(Buffer.alloc(mebibyte));
    assert.equal(body.kept.slice(0, 5), null);
  });

  test('that was decoded outlives the bytes of its connection', () => {
    const { wire, body } = bodyOf(mebibyte);
    wire.append(Buffer.from('compressed'));
    body.append(Buffer.from('hello'), 10);
    wire.dispose();
    assert.equal(body.kept.slice(0, 100)?.toString(), 'hello');
    assert.deepEqual([body.bytes, body.wireBytes], [5, 10]);
  });

  test('is kept up to its limit, wherever a chunk crosses it, and counted beyond it', () => {
    for (const isCopied of [true, false]) {
      const { wire, body } = bodyOf(10);
      for (let chunk = 0; chunk < 3; chunk++) {
        const bytes = Buffer.from(`chunk ${chunk},`);
        const offset = wire.append(bytes);
        if (isCopied) body.append(bytes, bytes.length);
        else body.stands(wire, offset, bytes.length);
      }
      assert.equal(body.kept.lengthBytes, 10);
      assert.equal(body.kept.slice(0, 100)?.toString(), 'chunk 0,ch');
      assert.equal(body.bytes, 24);
    }
  });
});
