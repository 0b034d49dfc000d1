import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { serveHttp, serveTcp } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';

describe('an HTTP/1.1 exchange', () => {
  test('sends exactly what is written and records what came', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 201 Made it\r\nx-Odd: a\r\nX-ODD: b\r\nContent-Length: 2\r\n\r\nok'),
      );
    });
    const runner = new HttpRunner(t);
    const origin = `127.0.0.1:${server.port}`;
    const sink = await runner.run(`http://${origin}/a/../b?c=d e`, {
      method: 'POST',
      headers: [
        ['x-Second', '2'],
        ['X-first', '1'],
        ['x-second', '3'],
        ['accept-ENCODING', 'identity'],
      ],
      body: 'hello',
    });
    assert.equal(sink.outcome, 'ok');
    const head = [
      'POST /a/../b?c=d%20e HTTP/1.1',
      `Host: ${origin}`,
      'x-Second: 2',
      'X-first: 1',
      'x-second: 3',
      'accept-ENCODING: identity',
      'Content-Length: 5',
    ];
    assert.equal(runner.sentText, `${head.join('\r\n')}\r\n\r\nhello`);
    const request = sink.one('http.request');
    assert.equal(request.target, '/a/../b?c=d%20e');
    assert.equal(request.bodyLength, 5);
    assert.deepEqual(
      request.headers.map(([name, value]) => `${name}: ${value}`),
      head.slice(1),
    );
    const response = sink.one('http.response');
    assert.equal(response.status, 201);
    assert.equal(response.reason, 'Made it');
    assert.deepEqual(response.headers.slice(0, 2), [
      ['x-Odd', 'a'],
      ['X-ODD', 'b'],
    ]);
    assert.equal(sink.bodyText, 'ok');
    assert.deepEqual(sink.used, [1]);
    assert.deepEqual(sink.phases, [
      'tcp start',
      'tcp end',
      'send start',
      'send end',
      'wait start',
      'wait end',
      'receive start',
      'receive end',
    ]);
    assert.deepEqual(sink.names, ['tcp.attempt', 'tcp.connected', 'http.request', 'http.response']);
  });

  test('asks for the encodings that can be undone where nothing is written', async (t) => {
    const server = await serveHttp(t, (request, response) =>
      response.end(request.headers['accept-encoding']),
    );
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.bodyText, 'gzip, deflate, br, zstd');
  });

  test('streams files, with a length known beforehand', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'wirebook-'));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 'body.bin');
    await writeFile(path, Buffer.alloc(300_000, 'f'));
    const server = await serveHttp(t, async (request, response) => {
      const chunks: Buffer[] = await request.toArray();
      const body = Buffer.concat(chunks).toString('latin1');
      response.end(
        `${request.headers['content-length']} ${body.length} ${body.slice(0, 4)}${body.slice(-3)}`,
      );
    });
    const body = [{ bytes: Buffer.from('<<<') }, { path }, { bytes: Buffer.from('>>>') }];
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      method: 'PUT',
      body,
    });
    assert.equal(sink.bodyText, '300006 300006 <<<f>>>');
  });

  test('sends chunks where the file asks for them', async (t) => {
    const server = await serveHttp(t, async (request, response) => {
      const chunks: Buffer[] = await request.toArray();
      response.end(`${request.headers['content-length']} ${Buffer.concat(chunks).toString()}`);
    });
    const runner = new HttpRunner(t);
    const sink = await runner.run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      headers: [['Transfer-Encoding', 'chunked']],
      body: [{ bytes: Buffer.from('hello') }, { bytes: Buffer.from('world') }],
    });
    assert.equal(sink.bodyText, 'undefined helloworld');
    assert.ok(runner.sentText.endsWith('\r\n\r\n5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n'));
    assert.equal(sink.one('http.request').bodyLength, null);
  });

  test('with Expect waits for 100 before the body', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.once('data', (head) => {
        socket.write('HTTP/1.1 100 Continue\r\nX: y\r\n\r\n');
        socket.once('data', (body) => {
          const text = `${head.toString().endsWith('\r\n\r\n')} ${body.toString()}`;
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
        });
      });
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      headers: [['Expect', '100-continue']],
      body: 'the body',
    });
    assert.equal(sink.bodyText, 'true the body');
    assert.deepEqual(startedPhases(sink.phases), ['send', 'wait', 'send', 'wait', 'receive']);
    const { status, headers } = sink.one('http.informational');
    assert.equal(status, 100);
    assert.deepEqual(headers, [['X', 'y']]);
  });

  test('with Expect keeps the body back after a refusal, and closes', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n'),
      );
      socket.once('end', () => socket.end());
    });
    const runner = new HttpRunner(t);
    const sink = await runner.run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      headers: [['Expect', '100-continue']],
      body: 'the body',
    });
    assert.equal(sink.one('http.response').status, 417);
    assert.deepEqual(startedPhases(sink.phases), ['send', 'wait', 'receive']);
    assert.ok(!runner.sentText.includes('the body'));
    const again = await runner.run(`http://127.0.0.1:${server.port}/`);
    assert.deepEqual(again.all('connection.reused'), []);
  });

  test('reads a HEAD response as one without a body', async (t) => {
    const server = await serveHttp(t, (request, response) => {
      response.setHeader('Content-Length', 42);
      response.end(request.method === 'HEAD' ? '' : '.'.repeat(42));
    });
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const sink = await runner.run(url, { method: 'HEAD' });
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.encoding, 'identity');
    assert.equal((await runner.run(url)).all('connection.reused').length, 1);
  });

  test('reads an answer that comes before the request is sent whole', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!');
      });
    });
    const body = [{ bytes: Buffer.alloc(20_000_000) }];
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body,
    });
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.bodyText, 'no!');
    assert.deepEqual(sink.phases.slice(2), [
      'send start',
      'send end',
      'receive start',
      'receive end',
    ]);
  });
});

/** The phases on the wire, after the connection was made. */
function startedPhases(phases: readonly string[]): string[] {
  const started = phases.filter((phase) => phase.endsWith(' start'));
  return started.map((phase) => phase.split(' ')[0]!).filter((name) => name !== 'tcp');
}
