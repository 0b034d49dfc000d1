import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PongQueue } from '../../../../src/core/wire/websocket/pongQueue.ts';

test('while 64 pongs wait for the socket, only the latest ping is remembered', async () => {
  const sent: string[] = [];
  const taken: (() => void)[] = [];
  const queue = new PongQueue((payload) => {
    sent.push(Buffer.from(payload).toString());
    return new Promise((resolve) => taken.push(resolve));
  });
  for (let ping = 0; ping < 100; ping++) queue.push(Buffer.from(String(ping)));
  assert.equal(sent.length, 64);
  assert.equal(sent.at(-1), '63');
  for (const take of taken.splice(0)) take();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(sent.slice(64), ['99']);
  queue.push(Buffer.from('next'));
  assert.equal(sent.at(-1), 'next');
});
