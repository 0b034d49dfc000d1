import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ServerOptions, WebSocket } from 'ws';
import { scriptedServer, switchingProtocols, webSocketServer } from '../../support/wsServers.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';
import { hex, serverFrame } from '../../support/wsBytes.ts';

function echo(socket: WebSocket): void {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
}

function echoServer(t: TestContext, options: ServerOptions = {}): Promise<string> {
  return webSocketServer(t, echo, options);
}

describe('a conversation', { timeout: 30_000 }, () => {
  test('shows the handshake, both directions and the close, in wire order', async (t) => {
    const url = await echoServer(t);
    const steps = [sendText('你好，服务器！'), waitForServer()];
    const { session, events, names } = openSession(url, {
      steps,
      options: { closeWhenDone: true, lingerMs: 1 },
    });
    await session.finished;
    assert.deepEqual(names().slice(names().indexOf('http.request')), [
      'http.request',
      'http.response',
      'ws.handshake',
      'ws.frame',
      'ws.message',
      'ws.frame',
      'ws.message',
      'ws.frame',
      'ws.close',
      'ws.frame',
      'ws.close',
      'exchange.completed',
    ]);
    assert.deepEqual(
      events('ws.message').map(({ dir, type, text }) => [dir, type, text]),
      [
        ['out', 'text', '你好，服务器！'],
        ['in', 'text', '你好，服务器！'],
      ],
    );
    const [handshake] = events('ws.handshake');
    assert.equal(handshake?.acceptOk, true);
    assert.equal(handshake.accept, handshake.acceptExpected);
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
    assert.ok(events('ws.frame').every(({ dir, masked }) => masked === (dir === 'out')));
  });

  for (const host of ['127.0.0.1', '127.0.0.2']) {
    test(`reaches a server on ${host}`, async (t) => {
      const url = await echoServer(t, { host });
      const { session, events } = openSession(url, {
        steps: [sendText('x'), waitForServer()],
        options: { closeWhenDone: true, lingerMs: 1 },
      });
      await session.finished;
      assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
    });
  }

  test('sends and receives binary messages of every length encoding unchanged', async (t) => {
    const url = await echoServer(t);
    const { session, events, until } = openSession(url);
    await until('ws.handshake');
    const payloads = [0, 125, 126, 65_535, 65_536, 300_000].map((length) => randomBytes(length));
    for (const payload of payloads) await session.send(payload);
    await until('ws.message', payloads.length * 2);
    for (const dir of ['out', 'in']) {
      const seen = events('ws.message').filter((message) => message.dir === dir);
      assert.deepEqual(
        seen.map(({ base64 }) => base64 ?? ''),
        payloads.map((payload) => payload.toString('base64')),
      );
    }
    await session.dispose();
  });

  test('keeps a message that comes in the same segment as the 101', async (t) => {
    const server = await scriptedServer(t, (socket, key) => {
      socket.write(
        Buffer.concat([
          Buffer.from(switchingProtocols(key)),
          serverFrame(0x81, 'early'),
          hex('89 00'),
        ]),
      );
    });
    const { session, events, until } = openSession(server.url, { steps: [waitForServer()] });
    await until('ws.pong');
    assert.equal(events('ws.message')[0]?.text, 'early');
    assert.deepEqual(
      events('ws.frame').map(({ dir, opcodeName }) => [dir, opcodeName]),
      [
        ['in', 'text'],
        ['in', 'ping'],
        ['out', 'pong'],
      ],
    );
    await session.dispose();
  });

  test('waits for the messages after the previous send, not for those before it', async (t) => {
    const received: string[] = [];
    const url = await webSocketServer(t, (socket) => {
      socket.send('welcome');
      socket.on('message', (data: Buffer) => {
        received.push(data.toString());
        socket.send('one');
        setTimeout(() => socket.send('two'), 20);
      });
    });
    const { session, events } = openSession(url, {
      steps: [
        waitForServer(),
        sendText('first'),
        waitForServer(),
        waitForServer(),
        sendText('second'),
        waitForServer(2),
      ],
      options: { closeWhenDone: true, lingerMs: 1 },
    });
    await session.finished;
    assert.deepEqual(received, ['first', 'second']);
    assert.deepEqual(
      events('ws.message').map(({ text }) => text),
      ['welcome', 'first', 'one', 'two', 'second', 'one', 'two'],
    );
  });

  test('stays open after the last step unless it is to close', async (t) => {
    const url = await echoServer(t);
    const { session, events, until } = openSession(url, { steps: [sendText('a')] });
    await until('ws.message', 2);
    await session.send('b');
    await until('ws.message', 4);
    assert.equal(events('exchange.completed').length, 0);
    await session.close(1000, '');
    await session.finished;
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
  });

  test('gives up on a message that does not come, and closes', async (t) => {
    const closed = Promise.withResolvers<number>();
    const url = await webSocketServer(t, (socket) => socket.on('close', closed.resolve));
    const { session, events } = openSession(url, {
      steps: [sendText('a'), waitForServer(1, 7)],
      options: { timeoutMs: 2000 },
    });
    await session.finished;
    const [failure] = events('exchange.failed');
    assert.equal(failure?.code, 'WB_TIMEOUT');
    assert.equal(failure.phase, 'script');
    assert.equal(failure.params['line'], '7');
    assert.equal(await closed.promise, 1000);
  });

  test('says so when the server closes before the conversation is over', async (t) => {
    const url = await webSocketServer(t, (socket) => socket.close(4001, 'no more'));
    const { session, events } = openSession(url, { steps: [waitForServer(2)] });
    await session.finished;
    assert.equal(events('exchange.failed')[0]?.code, 'WB_WS_CLOSED_EARLY');
    assert.equal(events('ws.close')[0]?.code, 4001);
  });
});

describe('pings', { timeout: 30_000 }, () => {
  test('have a round-trip time, each its own, also when payloads repeat', async (t) => {
    const url = await webSocketServer(t, () => undefined);
    const { session, events, until } = openSession(url);
    await until('ws.handshake');
    for (const payload of ['keep', 'alive', 'keep']) await session.ping(Buffer.from(payload));
    await until('ws.pong', 3);
    const pongs = events('ws.pong');
    assert.deepEqual(
      pongs.map(({ base64 }) => Buffer.from(base64, 'base64').toString()),
      ['keep', 'alive', 'keep'],
    );
    for (const { rttMs } of pongs) assert.equal(typeof rttMs, 'number');
    await session.dispose();
  });

  test('of the server are answered with their payload; a pong that answers nothing has no time', async (t) => {
    const answered = Promise.withResolvers<string>();
    const url = await webSocketServer(t, (socket) => {
      socket.on('pong', (data) => answered.resolve(data.toString()));
      socket.pong('unasked');
      socket.ping('are you there');
    });
    const { session, events, until } = openSession(url);
    assert.equal(await answered.promise, 'are you there');
    await until('ws.pong', 2);
    const unasked = events('ws.pong').find(({ dir }) => dir === 'in');
    assert.equal(unasked?.rttMs, undefined);
    await session.dispose();
  });

  test('longer than 125 bytes are not sent', async (t) => {
    const url = await webSocketServer(t, () => undefined);
    const { session, until } = openSession(url);
    await until('ws.handshake');
    await assert.rejects(session.ping(Buffer.alloc(126)), { code: 'WB_INVALID_REQUEST' });
    await session.dispose();
  });

  test('in a flood are answered without letting the answers pile up', async (t) => {
    const url = await webSocketServer(t, (socket) => {
      for (let count = 0; count < 5000; count++) socket.ping(String(count));
      socket.send('done');
    });
    const { session, events, until } = openSession(url, { steps: [waitForServer()] });
    await until('ws.message');
    await until('ws.pong');
    await session.close(1000, '');
    await session.finished;
    const pongs = events('ws.pong').filter(({ dir }) => dir === 'out');
    const last = pongs.at(-1);
    assert.equal(Buffer.from(last?.base64 ?? '', 'base64').toString(), '4999');
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
  });
});

describe('closing', { timeout: 30_000 }, () => {
  test('by us carries code and reason, and the answer makes it clean', async (t) => {
    const heard = Promise.withResolvers<[number, string]>();
    const url = await webSocketServer(t, (socket) => {
      socket.on('close', (code, reason) => heard.resolve([code, reason.toString()]));
    });
    const { session, events, until } = openSession(url);
    await until('ws.handshake');
    await session.close(4321, 'genug');
    await session.finished;
    assert.deepEqual(await heard.promise, [4321, 'genug']);
    assert.deepEqual(
      events('ws.close').map(({ dir, code, reason, clean }) => [dir, code, reason, clean]),
      [
        ['out', 4321, 'genug', false],
        ['in', 4321, 'genug', true],
      ],
    );
    assert.equal(events('ws.close')[0]?.codeName, 'Private Use');
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
  });

  test('by the server is answered with the same code', async (t) => {
    const heard = Promise.withResolvers<number>();
    const url = await webSocketServer(t, (socket) => {
      socket.on('close', (code) => heard.resolve(code));
      socket.close(1012, 'restarting');
    });
    const { session, events } = openSession(url);
    await session.finished;
    assert.equal(await heard.promise, 1012);
    assert.deepEqual(
      events('ws.close').map(({ dir, code, codeName, reason, clean }) => [
        dir,
        code,
        codeName,
        reason,
        clean,
      ]),
      [
        ['in', 1012, 'Service Restart', 'restarting', true],
        ['out', 1012, 'Service Restart', '', true],
      ],
    );
  });

  test('by the server without a code is answered without one', async (t) => {
    const server = await scriptedServer(t, (socket, key) => {
      socket.write(switchingProtocols(key));
      socket.write(hex('88 00'));
      socket.once('data', () => socket.end());
    });
    const { session, events } = openSession(server.url);
    await session.finished;
    assert.deepEqual(
      events('ws.close').map(({ dir, code }) => [dir, code]),
      [
        ['in', 1005],
        ['out', 1005],
      ],
    );
    assert.equal((await server.received).subarray(0, 2).toString('hex'), '8880');
  });

  test('does not wait for ever for the answer', async (t) => {
    const server = await scriptedServer(t, (socket, key) => socket.write(switchingProtocols(key)));
    const { session, events, until } = openSession(server.url, { closeTimeoutMs: 50 });
    await until('ws.handshake');
    await session.close(1000, '');
    await session.finished;
    const [failure] = events('exchange.failed');
    assert.equal(failure?.code, 'WB_WS_CLOSE_TIMEOUT');
    assert.equal(failure.params['limit'], '0.05 s');
    assert.equal(events('ws.close').at(-1)?.clean, false);
  });

  test('refuses codes and reasons that must not be sent', async (t) => {
    const url = await webSocketServer(t, () => undefined);
    const { session, until } = openSession(url);
    await until('ws.handshake');
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 2000, 5000, 1000.5]) {
      await assert.rejects(session.close(code, ''), { code: 'WB_INVALID_REQUEST' });
    }
    await assert.rejects(session.close(1000, '界'.repeat(42)), { code: 'WB_INVALID_REQUEST' });
    await session.close(1000, '界'.repeat(41));
    await session.finished;
  });

  test('lets nothing be sent any more', async (t) => {
    const url = await webSocketServer(t, () => undefined);
    const { session, until } = openSession(url);
    await assert.rejects(session.send('too early'), { code: 'WB_INVALID_REQUEST' });
    await until('ws.handshake');
    await session.close(1000, '');
    await assert.rejects(session.send('too late'), { code: 'WB_INVALID_REQUEST' });
    await session.finished;
    await assert.rejects(session.ping(Buffer.alloc(0)), { code: 'WB_INVALID_REQUEST' });
  });
});

describe('the outbound queue', { timeout: 30_000 }, () => {
  test('is bounded when the server does not read', async (t) => {
    const url = await webSocketServer(t, (socket) => socket.pause());
    const { session, until } = openSession(url);
    await until('ws.handshake');
    const megabyte = Buffer.alloc(1024 * 1024);
    const sent = Array.from({ length: 64 }, () => session.send(megabyte));
    const results = Promise.allSettled(sent);
    await assert.rejects(sent.at(-1)!, { code: 'WB_INVALID_REQUEST' });
    session.cancel();
    session.cancel();
    await session.finished;
    const rejected = (await results).filter(({ status }) => status === 'rejected');
    assert.ok(rejected.length < 64);
  });
});
