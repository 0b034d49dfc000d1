import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { CliFolder } from '../../support/cli.ts';
import { closedPort } from '../../support/httpServers.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';
import { webSocketServer } from '../../support/wsServers.ts';

const options = { closeWhenDone: true, lingerMs: 0, timeoutMs: 20_000 };

/** A server that does one thing to each connection, in this order; answers its URL and what it was told. */
async function serving(t: TestContext, ...acts: ((socket: WebSocket) => void)[]) {
  const received: string[] = [];
  let count = 0;
  const url = await webSocketServer(t, (socket) => {
    const connection = ++count;
    socket.on('message', (data) => {
      received.push(`${connection} ${String(data)}`);
      acts[connection - 1]?.(socket);
    });
  });
  return { url, received };
}

const answers = (socket: WebSocket): void => socket.send('welcome');
const vanishes = (socket: WebSocket): void => socket.terminate();
const restarts = (socket: WebSocket): void => socket.close(1012, 'restart');

describe('a WebSocket that is lost, with # @reconnect,', () => {
  test('is connected again, its steps from the start, each connection a hop', async (t) => {
    const { url, received } = await serving(t, restarts, vanishes, answers);
    const { session, recording, exchange, events } = openSession(url, {
      steps: [sendText('login'), waitForServer()],
      options: { ...options, reconnectLimit: 5 },
    });
    await session.finished;
    assert.deepEqual(received, ['1 login', '2 login', '3 login']);
    assert.deepEqual(
      events('ws.reconnect').map(({ attempt, afterMs, closeCode, code }) => [
        attempt,
        afterMs,
        closeCode ?? code,
      ]),
      [
        [1, 1000, 1012],
        [2, 1000, 'WB_WS_ABNORMAL_CLOSE'],
      ],
    );
    const view = recording.exchange(exchange)!;
    assert.deepEqual([view.state, view.failure], ['closed', null]);
    assert.deepEqual(
      view.hops.map(({ cause, lostBy, response }) => [cause, lostBy, response?.status]),
      [
        [null, '1012', 101],
        ['reconnect', 'WB_WS_ABNORMAL_CLOSE', 101],
        ['reconnect', null, 101],
      ],
    );
    assert.equal(recording.connections().length, 3);
    const open = recording.lanes('newest').bars.map((bar) => bar.open!);
    const [first, second, last] = open;
    assert.ok(first!.startMs < first!.endMs! && first!.endMs! + 900 < second!.startMs);
    assert.ok(second!.endMs! < last!.startMs && last!.endMs !== null);
    const incoming = events('ws.message').filter(({ dir }) => dir === 'in');
    assert.deepEqual(
      incoming.map(({ text }) => text),
      ['welcome'],
    );
  });

  test('is left after so many attempts, with the last loss', async (t) => {
    const { url, received } = await serving(t, vanishes, vanishes, vanishes);
    const { session, recording, exchange, events } = openSession(url, {
      steps: [sendText('x'), waitForServer()],
      options: { ...options, reconnectLimit: 1 },
    });
    await session.finished;
    assert.deepEqual(received, ['1 x', '2 x']);
    assert.equal(events('ws.reconnect').length, 1);
    assert.equal(recording.exchange(exchange)?.failure?.code, 'WB_WS_ABNORMAL_CLOSE');
  });

  test('waits twice as long where nobody listens any more, and 1 s again once it was open', async (t) => {
    const http = createServer();
    const server = new WebSocketServer({ server: http });
    server.on('connection', (socket) => socket.on('message', () => socket.terminate()));
    const listen = async (port: number): Promise<number> => {
      http.listen(port, '127.0.0.1');
      await once(http, 'listening');
      return (http.address() as AddressInfo).port;
    };
    const port = await listen(0);
    t.after(() => http.close());
    const { session, events, until } = openSession(`ws://127.0.0.1:${port}/`, {
      steps: [sendText('x')],
      options: { ...options, closeWhenDone: false, reconnectLimit: 3 },
    });
    await until('ws.reconnect');
    http.close();
    await until('ws.reconnect', 2);
    await listen(port);
    await until('ws.reconnect', 3);
    session.cancel();
    await session.finished;
    assert.deepEqual(
      events('ws.reconnect').map(({ afterMs, code }) => [afterMs, code]),
      [
        [1000, 'WB_WS_ABNORMAL_CLOSE'],
        [2000, 'WB_TCP_REFUSED'],
        [1000, 'WB_WS_ABNORMAL_CLOSE'],
      ],
    );
  });

  test('is not connected again where the close is meant to last, or we began it', async (t) => {
    for (const act of [
      (socket: WebSocket) => socket.close(1000),
      (socket: WebSocket) => socket.close(1008),
    ]) {
      const { url, received } = await serving(t, act);
      const { session, events } = openSession(url, {
        steps: [sendText('x')],
        options: { ...options, closeWhenDone: false, reconnectLimit: 3 },
      });
      await session.finished;
      assert.deepEqual([received, events('ws.reconnect')], [['1 x'], []]);
    }
    const { url } = await serving(t);
    const close = { step: 'close', code: 1012, reason: '' } as const;
    const { session, events } = openSession(url, {
      steps: [{ ...close, line: 3, column: 1, shown: 'close 1012' }],
      options: { ...options, reconnectLimit: 3 },
    });
    await session.finished;
    assert.deepEqual(events('ws.reconnect'), []);
  });

  test('is not tried again where the first connection fails', async () => {
    const { session, events } = openSession(`ws://127.0.0.1:${await closedPort()}/`, {
      options: { ...options, reconnectLimit: 3 },
    });
    await session.finished;
    assert.deepEqual(events('ws.reconnect'), []);
  });

  test('is given up while it waits when it is cancelled', async (t) => {
    const { url } = await serving(t, vanishes);
    const { session, recording, exchange, until } = openSession(url, {
      steps: [sendText('x')],
      options: { ...options, reconnectLimit: Infinity },
    });
    await until('ws.reconnect');
    await assert.rejects(session.send('y'), { code: 'WB_INVALID_REQUEST' });
    session.cancel();
    await session.finished;
    assert.equal(recording.exchange(exchange)?.state, 'cancelled');
  });

  test('says so on the command line', async (t) => {
    const { url } = await serving(t, restarts, answers);
    await using folder = await CliFolder.with({
      'a.ws': `# @reconnect 2\nWS ${url}\n\nhello\n=== expect text == "welcome"\n`,
    });
    const { exitCode, stdout } = await folder.run('run', 'a.ws');
    assert.equal(exitCode, 0);
    assert.match(stdout, /↻ closed with 1012: connecting again in 1 s \(attempt 1\)/);
    assert.match(stdout, /✓ text == "welcome"/);
  });
});
