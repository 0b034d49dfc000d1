import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WebSocket } from 'ws';
import { scriptedServer, switchingProtocols, webSocketServer } from '../../support/wsServers.ts';
import { openSession } from '../../support/wsSession.ts';

describe('disposing', { timeout: 20_000 }, () => {
  test('ten open sockets closes each with 1001 and leaves none behind', async (t) => {
    const sockets: WebSocket[] = [];
    const codes: Promise<number>[] = [];
    const url = await webSocketServer(t, (socket) => {
      sockets.push(socket);
      codes.push(new Promise((resolve) => socket.on('close', resolve)));
    });
    const sessions = Array.from({ length: 10 }, () => openSession(url));
    await Promise.all(sessions.map(({ until }) => until('ws.handshake')));
    await Promise.all(sessions.map(({ session }) => session.dispose()));
    assert.deepEqual(
      await Promise.all(codes),
      Array.from({ length: 10 }, () => 1001),
    );
    assert.ok(sockets.every(({ readyState }) => readyState === 3));
    for (const { events, isClosed } of sessions) {
      await isClosed();
      assert.equal(events('exchange.completed')[0]?.outcome, 'cancelled');
      assert.equal(events('exchange.failed').length, 0);
    }
  });

  test('does not wait for a server that does not answer', async (t) => {
    const server = await scriptedServer(t, (socket, key) => socket.write(switchingProtocols(key)));
    const { session, events, until } = openSession(server.url);
    await until('ws.handshake');
    await session.dispose();
    assert.deepEqual(
      events('ws.close').map(({ dir, code }) => [dir, code]),
      [['out', 1001]],
    );
  });

  test('ends a session in the middle of its upgrade, and again when it is over', async (t) => {
    const server = await scriptedServer(t, () => undefined);
    const { session, events } = openSession(server.url);
    await server.head;
    await session.dispose();
    await session.dispose();
    assert.equal(events('exchange.completed')[0]?.outcome, 'cancelled');
  });

  test('ends a session that has not begun to connect', async () => {
    const { session, events } = openSession('ws://127.0.0.1:9/');
    await session.dispose();
    assert.equal(events('exchange.completed').length, 1);
  });
});

describe('cancelling', { timeout: 20_000 }, () => {
  test('an open WebSocket closes it with 1000', async (t) => {
    const closed = Promise.withResolvers<number>();
    const url = await webSocketServer(t, (socket) => socket.on('close', closed.resolve));
    const { session, events, until } = openSession(url);
    await until('ws.handshake');
    session.cancel();
    await session.finished;
    assert.equal(await closed.promise, 1000);
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
  });

  test('again, while the server does not answer the close frame, cuts it off', async (t) => {
    const server = await scriptedServer(t, (socket, key) => socket.write(switchingProtocols(key)));
    const { session, events, until } = openSession(server.url);
    await until('ws.handshake');
    session.cancel();
    session.cancel();
    await session.finished;
    assert.equal(events('exchange.completed')[0]?.outcome, 'cancelled');
  });
});
