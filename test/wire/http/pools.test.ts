import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
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
      'tcp.attempt',
      'tcp.connected',
      'http.request',
      'http.response',
    ]);
    assert.deepEqual(second.used, [1, 2]);
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
