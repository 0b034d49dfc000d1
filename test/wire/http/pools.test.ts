import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveHttp, serveTcp } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('connections', () => {
  test('are reused one request after the other, and say so', async (t) => {
    const server = await serveHttp(t, (_request, response) => response.end('x'));
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const first = await runner.run(url);
    const second = await runner.run(url);
    const third = await runner.run(url);
    assert.deepEqual(first.all('connection.reused'), []);
    assert.equal(second.one('connection.reused').requestsBefore, 1);
    const reused = third.one('connection.reused');
    assert.equal(reused.requestsBefore, 2);
    assert.equal(reused.local.port, server.sockets[0]?.remotePort);
    assert.deepEqual(second.names, ['connection.reused', 'http.request', 'http.response']);
    assert.equal(second.phases[0], 'send start');
    assert.equal(server.sockets.length, 1);
  });

  test('of a browser are six at most, the rest is blocked', async (t) => {
    const waiting: (() => void)[] = [];
    const server = await serveHttp(t, (_request, response) => {
      waiting.push(() => response.end('x'));
    });
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const running = Array.from({ length: 8 }, () => runner.run(url));
    while (waiting.length < 6) await sleep(5);
    await sleep(30);
    assert.equal(waiting.length, 6);
    while (waiting.length > 0) {
      waiting.shift()?.();
      await sleep(5);
    }
    const sinks = await Promise.all(running);
    assert.equal(server.sockets.length, 6);
    const blocked = sinks.filter((sink) => sink.phases.includes('blocked start'));
    assert.equal(blocked.length, 2);
    for (const sink of blocked) {
      assert.deepEqual(sink.phases.slice(0, 3), ['blocked start', 'blocked end', 'send start']);
      assert.equal(sink.all('connection.reused').length, 1);
    }
  });

  for (const [profile, sockets] of [
    ['single', 1],
    [3, 3],
    ['node', 8],
  ] as const) {
    test(`of the profile ${profile} are ${sockets} for eight requests`, async (t) => {
      const server = await serveHttp(t, (_request, response) => {
        setTimeout(() => response.end('x'), 30);
      });
      const runner = new HttpRunner(t);
      const url = `http://127.0.0.1:${server.port}/`;
      const options = { profile };
      const sinks = await Promise.all(
        Array.from({ length: 8 }, () => runner.run(url, { options })),
      );
      assert.ok(sinks.every((sink) => sink.outcome === 'ok'));
      assert.equal(server.sockets.length, sockets);
    });
  }

  test('are not reused after Connection: close of either side', async (t) => {
    const server = await serveHttp(t, (_request, response) => response.end('x'));
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url, { headers: [['Connection', 'close']] });
    const second = await runner.run(url);
    assert.deepEqual(second.all('connection.reused'), []);
  });

  test('are not reused after bytes that nobody asked for', async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.on('data', () => socket.write(`${OK}stray`)),
    );
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url);
    const second = await runner.run(url);
    assert.equal(second.bodyText, 'ok');
    assert.deepEqual(second.all('connection.reused'), []);
  });

  test('with other TLS options are not shared', async (t) => {
    const server = await serveHttp(t, (_request, response) => response.end('x'));
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url, { options: { verifyTls: false } });
    const second = await runner.run(url);
    assert.deepEqual(second.all('connection.reused'), []);
  });

  test('that are cancelled while they wait leave the queue', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      setTimeout(() => response.end('x'), 60);
    });
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const options = { profile: 'single' } as const;
    const cancel = new AbortController();
    const first = runner.run(url, { options });
    const second = runner.run(url, { options }, cancel.signal);
    const third = runner.run(url, { options });
    cancel.abort();
    assert.equal((await second).outcome, 'cancelled');
    assert.deepEqual((await second).phases, ['blocked start', 'blocked end']);
    assert.equal((await first).outcome, 'ok');
    assert.equal((await third).outcome, 'ok');
  });
});

/** Answers the first request of each connection, and hangs up at the second. */
async function serveOnce(t: TestContext) {
  return serveTcp(t, (socket) => {
    socket.once('data', () => {
      socket.write(OK);
      socket.once('data', () => socket.end());
    });
  });
}

/** Who closed the first connection and why, once it is closed. */
async function closeOf(runner: HttpRunner): Promise<string> {
  const [connection] = runner.recorder.connections;
  while (connection?.closedBy === null) await sleep(5);
  return `${connection?.closedBy} ${connection?.reason ?? ''}`.trim();
}

describe('who closes a connection, and why,', () => {
  for (const [title, headers, answer, expected] of [
    ['Connection: close of ours', [['Connection', 'close']], OK, 'local connection-close'],
    ['bytes that nobody asked for', [], `${OK}stray`, 'local stray-bytes'],
    ['a response that is none', [], 'nonsense\r\n\r\n', 'local exchange-failed'],
  ] as const) {
    test(`is told after ${title}`, async (t) => {
      const server = await serveTcp(t, (socket) => socket.once('data', () => socket.write(answer)));
      const runner = new HttpRunner(t);
      await runner.run(`http://127.0.0.1:${server.port}/`, {
        headers: headers.map(([name, value]) => [name, value]),
      });
      assert.equal(await closeOf(runner), expected);
    });
  }

  test('is told where the server ends an idle one, and where we do', async (t) => {
    const ending = await serveTcp(t, (socket) => socket.once('data', () => socket.end(OK)));
    const byServer = new HttpRunner(t);
    await byServer.run(`http://127.0.0.1:${ending.port}/`);
    assert.equal(await closeOf(byServer), 'remote');
    const short = OK.replace('\r\n\r\n', '\r\nKeep-Alive: timeout=1\r\n\r\n');
    const keeping = await serveTcp(t, (socket) => socket.once('data', () => socket.write(short)));
    const byUs = new HttpRunner(t);
    await byUs.run(`http://127.0.0.1:${keeping.port}/`);
    assert.equal(await closeOf(byUs), 'local idle');
  });
});

describe('a reused connection that is closed before the answer', () => {
  test('is replaced once for an idempotent request, and the retry shows', async (t) => {
    const server = await serveOnce(t);
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url);
    const second = await runner.run(url);
    assert.equal(second.outcome, 'ok');
    assert.deepEqual(second.names, [
      'connection.reused',
      'http.request',
      'http.retry',
      'tcp.attempt',
      'tcp.connected',
      'http.request',
      'http.response',
    ]);
    assert.deepEqual(second.used, [1, 2]);
    const { url: retried, code, phase } = second.one('http.retry');
    assert.deepEqual([retried, code, phase], [url, 'WB_HTTP_CLOSED_BEFORE_RESPONSE', 'wait']);
    assert.equal(runner.recorder.connections[0]?.closedBy, 'remote');
  });

  test('is replaced for a PUT whose body is at hand, not for one that was read from a file', async (t) => {
    const server = await serveOnce(t);
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url);
    const fromText = await runner.run(url, { method: 'PUT', body: 'x' });
    assert.equal(fromText.all('http.retry').length, 1);
    assert.equal(fromText.outcome, 'ok');
    const path = fileURLToPath(import.meta.url);
    const fromFile = await runner.run(url, { method: 'PUT', body: [{ path }] });
    assert.deepEqual(fromFile.all('http.retry'), []);
    assert.equal(fromFile.error?.code, 'WB_HTTP_CLOSED_BEFORE_RESPONSE');
  });

  test('is a failure for a POST', async (t) => {
    const server = await serveOnce(t);
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url);
    const second = await runner.run(url, { method: 'POST', body: 'x' });
    assert.equal(second.error?.code, 'WB_HTTP_CLOSED_BEFORE_RESPONSE');
    assert.equal(server.sockets.length, 1);
  });
});
