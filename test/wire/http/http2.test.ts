import assert from 'node:assert/strict';
import type { ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { serveHttp2 } from '../../support/http2Server.ts';
import { serveBytes, serveTls } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

const authority = await makeAuthority();
const identity = await authority.issue();

const serveSecured = (t: TestContext, handler: Parameters<typeof serveHttp2>[1]) =>
  serveHttp2(t, handler, { identity });
const extraCa = [authority.pem];

describe('HTTP/2', () => {
  test('carries body, repeated headers and interim responses', async (t) => {
    const server = await serveSecured(t, (stream, headers) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        stream.respond({ 'set-cookie': ['a=1', 'b=2'], 'content-encoding': 'gzip' });
        stream.end(gzipSync(`${String(headers['x-a'])} ${Buffer.concat(chunks).toString()}`));
      });
    });
    const runner = new HttpRunner(t);
    const url = `https://localhost:${server.port}/p?q`;
    const sink = await runner.run(url, {
      method: 'POST',
      headers: [
        ['X-A', 'é'],
        ['Connection', 'keep-alive'],
      ],
      body: 'hello',
      options: { extraCa },
    });
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.bodyText, 'Ã© hello');
    assert.equal(sink.encoding, 'gzip');
    assert.equal(sink.one('http.informational').status, 103);
    const request = sink.one('http.request');
    assert.equal(request.httpVersion, '2');
    assert.equal(request.target, '/p?q');
    assert.deepEqual(request.headers.slice(0, 5), [
      [':method', 'POST'],
      [':scheme', 'https'],
      [':authority', `localhost:${server.port}`],
      [':path', '/p?q'],
      ['x-a', 'é'],
    ]);
    const { headers, httpVersion } = sink.one('http.response');
    assert.equal(httpVersion, '2');
    assert.deepEqual(
      headers.filter(([name]) => name === 'set-cookie'),
      [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    );
    assert.deepEqual(sink.phases.slice(-6), [
      'send start',
      'send end',
      'wait start',
      'wait end',
      'receive start',
      'receive end',
    ]);
  });

  test('puts many requests on one connection at once', async (t) => {
    const held: ServerHttp2Stream[] = [];
    const server = await serveSecured(t, (stream) => {
      held.push(stream);
      if (held.length < 10) return;
      for (const each of held) {
        each.respond();
        each.end('x');
      }
    });
    const runner = new HttpRunner(t);
    const url = `https://localhost:${server.port}/`;
    const options = { extraCa };
    const sinks = await Promise.all(Array.from({ length: 10 }, () => runner.run(url, { options })));
    assert.ok(sinks.every((sink) => sink.outcome === 'ok'));
    assert.equal(server.sockets.length, 1);
    assert.equal(sinks.filter((sink) => sink.all('connection.reused').length === 1).length, 9);
  });

  test('is not waited for where the server only speaks HTTP/1.1', async (t) => {
    const server = await serveTls(t, identity, (socket) => {
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    });
    const runner = new HttpRunner(t);
    const url = `https://localhost:${server.port}/`;
    const options = { extraCa };
    const sinks = await Promise.all(Array.from({ length: 3 }, () => runner.run(url, { options })));
    assert.ok(sinks.every((sink) => sink.one('http.response').httpVersion === '1.1'));
  });

  test('is not offered where the request says HTTP/1.1', async (t) => {
    const server = await serveSecured(t, () => undefined);
    const options = { extraCa, httpVersion: '1.1' as const, timeoutMs: 1500 };
    const sink = await new HttpRunner(t).run(`https://localhost:${server.port}/`, { options });
    assert.equal(sink.one('tls.established').alpn, 'http/1.1');
    assert.equal(sink.one('http.request').httpVersion, '1.1');
  });

  test('works in the clear with prior knowledge', async (t) => {
    const server = await serveHttp2(t, (stream) => {
      stream.respond();
      stream.end('h2c');
    });
    const options = { httpVersion: '2-prior' as const };
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, { options });
    assert.equal(sink.bodyText, 'h2c');
    assert.equal(sink.one('http.response').httpVersion, '2');
  });

  test('fails with the code of a reset stream', async (t) => {
    const server = await serveSecured(t, (stream) =>
      stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM),
    );
    const options = { extraCa };
    const sink = await new HttpRunner(t).run(`https://localhost:${server.port}/`, { options });
    assert.equal(sink.error?.code, 'WB_HTTP2_FAILED');
    assert.equal(sink.error?.phase, 'wait');
    assert.equal(sink.error?.params['reason'], 'RST_STREAM ENHANCE_YOUR_CALM');
  });

  test('keeps what had come before a reset in the body', async (t) => {
    const server = await serveSecured(t, (stream) => {
      stream.respond();
      stream.write('half', () => stream.destroy(new Error('half is enough')));
    });
    const options = { extraCa };
    const sink = await new HttpRunner(t).run(`https://localhost:${server.port}/`, { options });
    assert.equal(sink.error?.code, 'WB_HTTP2_FAILED');
    assert.equal(sink.error?.phase, 'receive');
    assert.equal(sink.error?.params['reason'], 'RST_STREAM INTERNAL_ERROR');
    assert.equal(sink.bodyText, 'half');
  });

  test('fails with the code of GOAWAY', async (t) => {
    const server = await serveSecured(t, (stream) =>
      stream.session?.destroy(new Error('calm'), constants.NGHTTP2_INADEQUATE_SECURITY),
    );
    const options = { extraCa };
    const sink = await new HttpRunner(t).run(`https://localhost:${server.port}/`, { options });
    assert.equal(sink.error?.code, 'WB_HTTP2_FAILED');
    assert.equal(sink.error?.params['reason'], 'GOAWAY INADEQUATE_SECURITY');
  });

  test('fails where prior knowledge was wrong', async (t) => {
    const server = await serveBytes(t, 'HTTP/1.1 400 Bad Request\r\n\r\n');
    const options = { httpVersion: '2-prior' as const };
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, { options });
    assert.equal(sink.outcome, 'failed');
    assert.equal(sink.error?.code, 'WB_HTTP2_BAD_PREFACE');
  });

  test('sends again what the server says it has not looked at, even a POST', async (t) => {
    let asked = 0;
    const server = await serveSecured(t, (stream) => {
      asked++;
      if (asked === 1) stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else {
        stream.respond();
        stream.end('second');
      }
    });
    const sink = await new HttpRunner(t).run(`https://localhost:${server.port}/`, {
      method: 'POST',
      body: 'x',
      options: { extraCa },
    });
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.bodyText, 'second');
    assert.equal(sink.one('http.retry').code, 'WB_HTTP2_FAILED');
  });

  test('is cancelled stream by stream', async (t) => {
    const server = await serveSecured(t, (stream, headers) => {
      if (headers[':path'] === '/hang') return;
      stream.respond();
      stream.end('x');
    });
    const runner = new HttpRunner(t);
    const origin = `https://localhost:${server.port}`;
    const options = { extraCa };
    const cancel = new AbortController();
    await runner.run(`${origin}/`, { options });
    const hanging = runner.run(`${origin}/hang`, { options }, cancel.signal);
    const other = await runner.run(`${origin}/`, { options });
    cancel.abort();
    assert.equal((await hanging).outcome, 'cancelled');
    assert.equal(other.outcome, 'ok');
    assert.equal((await runner.run(`${origin}/`, { options })).outcome, 'ok');
    assert.equal(server.sockets.length, 1);
  });
});
