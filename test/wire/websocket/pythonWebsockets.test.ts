import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  pythonWebSocketsIsMissing,
  startPythonWebSockets,
} from '../../support/pythonWebSocketServer.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';

async function pythonServer(t: TestContext): Promise<string> {
  return `ws://127.0.0.1:${await startPythonWebSockets(t)}`;
}

const skip = pythonWebSocketsIsMissing;

describe('the websockets package of Python', { skip, timeout: 30_000 }, () => {
  for (const deflate of [true, false]) {
    test(`echoes ${deflate ? 'compressed' : 'plain'} messages`, async (t) => {
      const url = await pythonServer(t);
      const texts = ['你好，服务器！', 'b'.repeat(70_000), 'again', ''];
      const { session, events } = openSession(`${url}/echo`, {
        steps: texts.flatMap((text) => [sendText(text), waitForServer()]),
        options: { deflate, closeWhenDone: true, lingerMs: 1 },
      });
      await session.finished;
      const echoed = events('ws.message').filter(({ dir }) => dir === 'in');
      assert.deepEqual(
        echoed.map(({ text }) => text),
        texts,
      );
      assert.ok(echoed.every(({ compressed }) => compressed === deflate));
      assert.deepEqual(
        events('ws.close').map(({ dir, code }) => [dir, code]),
        [
          ['out', 1000],
          ['in', 1000],
        ],
      );
      assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
    });

    test(`sends ${deflate ? 'compressed' : 'plain'} fragments that become one message`, async (t) => {
      const url = await pythonServer(t);
      const { session, events } = openSession(`${url}/fragments`, {
        steps: [waitForServer()],
        options: { deflate, closeWhenDone: true, lingerMs: 1 },
      });
      await session.finished;
      const [message] = events('ws.message');
      assert.equal(message?.text, 'Fragmente 你好');
      assert.ok(message.fragments >= 4);
      const dataFrames = events('ws.frame').filter(({ opcode }) => opcode < 8);
      assert.deepEqual(
        dataFrames.map(({ opcodeName }) => opcodeName),
        ['text', ...Array.from({ length: message.fragments - 1 }, () => 'continuation')],
      );
    });
  }

  test('pings us and hears the pong', async (t) => {
    const url = await pythonServer(t);
    const { session, events } = openSession(`${url}/ping`, {
      steps: [waitForServer()],
      options: { closeWhenDone: true, lingerMs: 1 },
    });
    await session.finished;
    assert.equal(events('ws.message')[0]?.text, 'answered');
  });

  test('agrees on a subprotocol and closes with a code of its own', async (t) => {
    const url = await pythonServer(t);
    const { session, events } = openSession(`${url}/close`, {
      headers: [['Sec-WebSocket-Protocol', 'soap, wamp']],
    });
    await session.finished;
    assert.ok(['soap', 'wamp'].includes(events('ws.handshake')[0]?.protocol ?? ''));
    const [close] = events('ws.close');
    assert.equal(close?.code, 4003);
    assert.equal(close.reason, 'geht nicht');
  });
});
