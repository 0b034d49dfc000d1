import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PingClock } from '../../../../src/core/wire/websocket/pingClock.ts';

describe('the ping clock', () => {
  test('answers each ping once, by its payload, in any order', () => {
    const clock = new PingClock();
    clock.sent(Buffer.from('a'));
    clock.sent(Buffer.from('b'));
    assert.equal(typeof clock.answered(Buffer.from('b')), 'number');
    assert.equal(clock.answered(Buffer.from('b')), null);
    assert.equal(typeof clock.answered(Buffer.from('a')), 'number');
  });

  test('takes the oldest of pings with the same payload', async () => {
    const clock = new PingClock();
    clock.sent(Buffer.alloc(0));
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.sent(Buffer.alloc(0));
    const first = clock.answered(Buffer.alloc(0)) ?? 0;
    const second = clock.answered(Buffer.alloc(0)) ?? 0;
    assert.ok(first > second);
  });

  test('knows no time for a pong that was not asked for', () => {
    assert.equal(new PingClock().answered(Buffer.from('heartbeat')), null);
  });

  test('forgets the oldest of more than a thousand unanswered pings', () => {
    const clock = new PingClock();
    for (let number = 0; number < 1025; number++) clock.sent(Buffer.from(String(number)));
    assert.equal(clock.answered(Buffer.from('0')), null);
    assert.equal(typeof clock.answered(Buffer.from('1')), 'number');
  });
});
