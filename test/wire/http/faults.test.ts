import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedPort, serveBytes, serveTcp } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('a server that answers badly', () => {
  for (const [name, answer, code, phase] of [
    ['nothing', null, 'WB_HTTP_CLOSED_BEFORE_RESPONSE', 'wait'],
    ['no HTTP', 'SSH-2.0-x\r\n', 'WB_HTTP_MALFORMED_STATUS_LINE', 'wait'],
    ['half a status line', 'HTTP/1.1 2', 'WB_HTTP_CLOSED_IN_HEADERS', 'wait'],
    ['half a head', 'HTTP/1.1 200 OK\r\nA: b', 'WB_HTTP_CLOSED_IN_HEADERS', 'receive'],
    ['a bad header', 'HTTP/1.1 200 OK\r\nA b\r\n\r\n', 'WB_HTTP_MALFORMED_HEADER', 'receive'],
    ['a bad chunk', `${CHUNKED}zz\r\n`, 'WB_HTTP_MALFORMED_CHUNK', 'receive'],
    ['half a chunk', `${CHUNKED}5\r\nab`, 'WB_HTTP_CLOSED_IN_BODY', 'receive'],
    [
      'a huge head',
      `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(300_000)}`,
      'WB_HTTP_HEADERS_TOO_LARGE',
      'receive',
    ],
    ['a TLS alert', Buffer.from([21, 3, 1, 0, 2, 2, 70]), 'WB_HTTP_PLAIN_ON_TLS_PORT', 'wait'],
  ] as const) {
    test(`(${name}) is ${code}`, async (t) => {
      const server = await serveBytes(t, answer);
      const runner = new HttpRunner(t);
      const sink = await runner.run(`http://127.0.0.1:${server.port}/`);
      assert.equal(sink.outcome, 'failed');
      assert.equal(sink.error?.code, code);
      assert.equal(sink.error?.phase, phase);
      assert.equal(sink.error?.params['port'], String(server.port));
      assert.equal(sink.phases.at(-1)?.endsWith('end'), true);
    });
  }

  test('with a gigabyte of headers is cut off, in bounded memory', async (t) => {
    let sentBytes = 0;
    const line = Buffer.from(`X-Endless: ${'x'.repeat(8_000)}\r\n`.repeat(100));
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const flood = (): void => {
          while (!socket.destroyed && sentBytes < 1_000_000_000) {
            sentBytes += line.length;
            if (!socket.write(line)) return;
          }
        };
        socket.on('drain', flood);
        flood();
      });
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.deepEqual(
      [sink.error?.code, sink.error?.phase],
      ['WB_HTTP_HEADERS_TOO_LARGE', 'receive'],
    );
    assert.equal(sink.error?.params['limit'], '256 KiB');
    assert.ok(sentBytes < 100_000_000, 'long before a gigabyte');
  });

  test('keeps and counts what had come of a body', async (t) => {
    const server = await serveBytes(t, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.error?.code, 'WB_HTTP_CLOSED_IN_BODY');
    assert.equal(sink.error?.params['received'], '3 bytes');
    assert.equal(sink.error?.params['expected'], '10 bytes');
    assert.equal(sink.bodyText, 'abc');
    assert.equal(sink.wireBytes, 3);
    assert.equal(sink.encoding, 'identity');
  });

  test('by a reset is WB_CONNECTION_RESET', async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.error?.code, 'WB_CONNECTION_RESET');
    assert.equal(sink.error?.phase, 'wait');
  });
});

describe('a request that cannot be sent', () => {
  test('because nobody listens fails in phase tcp', async (t) => {
    const port = await closedPort();
    const sink = await new HttpRunner(t).run(`http://127.0.0.2:${port}/`);
    assert.equal(sink.error?.code, 'WB_TCP_REFUSED');
    assert.equal(sink.outcome, 'failed');
  });

  test('because a header breaks the message opens no socket', async (t) => {
    const runner = new HttpRunner(t);
    const headers: [string, string][] = [['X', 'a\r\nB: c']];
    const sink = await runner.run('http://127.0.0.1:1/', { headers });
    assert.equal(sink.error?.code, 'WB_INVALID_HEADER');
    assert.equal(sink.error?.phase, 'prepare');
    assert.equal(runner.recorder.connections.length, 0);
  });

  test('because its method is no token opens no socket', async (t) => {
    const runner = new HttpRunner(t);
    const sink = await runner.run('http://127.0.0.1:1/', { method: 'GET / HTTP/1.1\r\nX' });
    assert.equal(sink.error?.code, 'WB_INVALID_REQUEST');
    assert.equal(runner.recorder.connections.length, 0);
  });

  test('because a body file is missing opens no socket', async (t) => {
    const runner = new HttpRunner(t);
    const body = [{ path: '/does/not/exist' }];
    const sink = await runner.run('http://127.0.0.1:1/', { method: 'POST', body });
    assert.equal(sink.error?.code, 'WB_BODY_FILE_MISSING');
    assert.equal(sink.error?.params['path'], '/does/not/exist');
    assert.equal(runner.recorder.connections.length, 0);
  });
});

describe('a request that is stopped', () => {
  test('by its timeout names the phase', async (t) => {
    const server = await serveTcp(t, () => undefined);
    const options = { timeoutMs: 1000 };
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, { options });
    assert.equal(sink.outcome, 'failed');
    assert.equal(sink.error?.code, 'WB_TIMEOUT');
    assert.equal(sink.error?.phase, 'wait');
    assert.equal(sink.error?.params['limit'], '1 s');
  });

  test('by its timeout in the body keeps what had come', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'));
    });
    const options = { timeoutMs: 2000 };
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, { options });
    assert.equal(sink.error?.code, 'WB_TIMEOUT');
    assert.equal(sink.error?.phase, 'receive');
    assert.equal(sink.bodyText, 'abc');
  });

  test('by its user closes the socket', async (t) => {
    let closed = false;
    const server = await serveTcp(t, (socket) => {
      socket.on('data', () => undefined);
      socket.once('close', () => (closed = true));
      socket.once('end', () => socket.end());
    });
    const cancel = new AbortController();
    const runner = new HttpRunner(t);
    const running = runner.run(`http://127.0.0.1:${server.port}/`, {}, cancel.signal);
    while (server.sockets.length === 0) await sleep(5);
    cancel.abort();
    const sink = await running;
    assert.equal(sink.outcome, 'cancelled');
    assert.equal(sink.error, undefined);
    while (!closed) await sleep(5);
    assert.equal(runner.recorder.connections[0]?.closedBy, 'local');
  });
});
