import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import * as zlib from 'node:zlib';
import { runHttp } from '../../../src/core/wire/http/runHttp.ts';
import { ExchangeLog } from '../../support/httpEventLog.ts';
import { HttpRunner, preparedRequest } from '../../support/httpRun.ts';
import { serveHttp2 } from '../../support/http2Server.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const text = 'It was a bright cold day in April. '.repeat(2_000);

describe('a body', () => {
  for (const [encoding, bytes] of [
    ['gzip', zlib.gzipSync(text)],
    ['x-gzip', zlib.gzipSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['deflate', zlib.deflateRawSync(text)],
    ['br', zlib.brotliCompressSync(text)],
    ['zstd', zlib.zstdCompressSync(text)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(text))],
  ] as const) {
    test(`in ${encoding} (${bytes.length} bytes) is decoded, both sizes counted`, async (t) => {
      const server = await serveHttp(t, (_request, response) => {
        response.setHeader('Content-Encoding', encoding);
        response.end(bytes);
      });
      const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
      assert.equal(sink.outcome, 'ok');
      assert.equal(sink.bodyText, text);
      assert.equal(sink.wireBytes, bytes.length);
      assert.equal(sink.encoding, encoding);
    });
  }

  test('that comes as it is stands in the bytes of its connection, also behind an earlier one', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.setHeader('Content-Length', text.length);
      response.end(text);
    });
    const runner = new HttpRunner(t);
    for (const answers of [1, 2]) {
      const { bodyOffsets, body } = await runner.run(`http://127.0.0.1:${server.port}/`);
      const received = runner.recorder.connections[0]!.receivedText();
      assert.equal(received.split('103 Early Hints').length - 1, answers);
      let offset = received.length - text.length;
      for (const [index, chunk] of body.entries()) {
        assert.equal(bodyOffsets[index], offset);
        offset += chunk.length;
      }
    }
  });

  test('in chunks, or in a coding, stands nowhere as it is', async (t) => {
    const server = await serveHttp(t, (request, response) => {
      if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip');
      response.write(request.url === '/gzip' ? zlib.gzipSync(text) : text);
      response.end();
    });
    for (const path of ['/gzip', '/chunks']) {
      const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}${path}`);
      assert.equal(sink.bodyText, text);
      assert.deepEqual(new Set(sink.bodyOffsets), new Set([null]));
    }
  });

  test('in gzip that comes byte by byte is decoded', async (t) => {
    const bytes = zlib.gzipSync('hello');
    const server = await serveHttp(t, async (_request, response) => {
      response.setHeader('Content-Encoding', 'GZip');
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end();
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.bodyText, 'hello');
    assert.equal(sink.wireBytes, bytes.length);
  });

  test('in a coding nobody knows is kept as it came', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.setHeader('Content-Encoding', 'gzip, rot13');
      response.end('nolqvat');
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.bodyText, 'nolqvat');
    assert.equal(sink.encoding, 'identity');
  });

  test('tells the codings that nobody undid, where there are any', async (t) => {
    const server = await serveHttp(t, (request, response) => {
      const [coding = '', content = ''] = request.url!.slice(1).split('/');
      response.setHeader('Content-Encoding', coding.split('+').join(', '));
      response.end(coding === 'gzip' ? zlib.gzipSync(content) : content);
    });
    const cases: [path: string, encoding: string, undecoded: string | undefined][] = [
      ['compress/nolqvat', 'identity', 'compress'],
      ['gzip+rot13/nolqvat', 'identity', 'gzip, rot13'],
      ['compress/', 'identity', undefined],
      ['identity/abc', 'identity', undefined],
      ['gzip/abc', 'gzip', undefined],
    ];
    for (const [path, encoding, undecoded] of cases) {
      const http = new RecordedHttp(t);
      const options = { cookieJar: false };
      const id = await http.run(`http://127.0.0.1:${server.port}/${path}`, { options });
      const body = http.events(id).find((event) => event.event === 'http.body');
      assert.deepEqual([body?.encoding, body?.undecoded], [encoding, undecoded], path);
      assert.equal(body?.text ?? '', path.slice(path.indexOf('/') + 1));
    }
  });

  test('that is not what it says is WB_HTTP_BAD_ENCODING', async (t) => {
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd']) {
      const server = await serveHttp(t, (_request, response) => {
        response.setHeader('Content-Encoding', encoding);
        response.end('no such thing at all');
      });
      const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
      assert.equal(sink.error?.code, 'WB_HTTP_BAD_ENCODING', encoding);
      assert.equal(sink.error?.params['encoding'], encoding);
      assert.equal(sink.wireBytes, 20);
    }
  });

  test('that breaks off keeps what could be decoded', async (t) => {
    const bytes = zlib.gzipSync(text);
    const server = await serveHttp(t, (_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(bytes.subarray(0, bytes.length - 8));
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.error?.code, 'WB_HTTP_BAD_ENCODING');
    assert.equal(sink.bodyText, text);
  });

  test('that inflates a thousand times passes through in bounded memory', async (t) => {
    const bomb = zlib.gzipSync(Buffer.alloc(200_000_000));
    const server = await serveHttp(t, (_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(bomb);
    });
    const sink = new ExchangeLog({ keepBody: false });
    const runner = new HttpRunner(t);
    let peakBytes = 0;
    const timer = setInterval(
      () => (peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers)),
      5,
    );
    const before = process.memoryUsage().arrayBuffers;
    await runHttp(preparedRequest(`http://127.0.0.1:${server.port}/`), sink, runner.context);
    clearInterval(timer);
    assert.equal(sink.bodyBytes, 200_000_000);
    assert.ok(peakBytes - before < 120_000_000, `${peakBytes - before} bytes`);
  });

  for (const [encoding, bomb] of [
    ['gzip', zlib.gzipSync(Buffer.alloc(400_000_000))],
    [
      'br',
      zlib.brotliCompressSync(Buffer.alloc(400_000_000), {
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 },
      }),
    ],
  ] as const) {
    test(`that inflates beyond measure from ${encoding} is stopped at the named limit`, async (t) => {
      const server = await serveHttp(t, (_request, response) => {
        response.setHeader('Content-Encoding', encoding);
        response.end(bomb);
      });
      const sink = new ExchangeLog({ keepBody: false });
      const url = `http://127.0.0.1:${server.port}/`;
      await runHttp(preparedRequest(url), sink, new HttpRunner(t).context);
      assert.equal(sink.error?.code, 'WB_HTTP_INFLATES_TOO_MUCH');
      assert.equal(sink.error?.phase, 'receive');
      assert.equal(sink.error?.params['limit'], '256 MiB');
      assert.ok(sink.bodyBytes < 400_000_000, `${sink.bodyBytes} bytes`);
    });
  }

  test(
    'that cannot be decoded is told at once, whether more comes or not',
    { timeout: 9_000 },
    async (t) => {
      const nested = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(300 * 1024 * 1024)));
      const cases: [encoding: string, body: Buffer | string, code: string][] = [
        ['gzip', 'hello this is no gzip', 'WB_HTTP_BAD_ENCODING'],
        ['gzip, gzip', nested, 'WB_HTTP_INFLATES_TOO_MUCH'],
      ];
      for (const [encoding, body, code] of cases) {
        const headers = { 'content-encoding': encoding, 'content-length': body.length + 10 };
        const server = await serveHttp(t, (_request, response) => {
          response.writeHead(200, headers).write(body);
        });
        const secure = await serveHttp2(t, (stream) => {
          stream.respond({ ':status': 200, ...headers });
          stream.write(body);
        });
        for (const [url, httpVersion] of [
          [`http://127.0.0.1:${server.port}/`, '1.1'],
          [`http://127.0.0.1:${secure.port}/`, '2-prior'],
        ] as const) {
          const sink = new ExchangeLog({ keepBody: false });
          const options = { httpVersion, timeoutMs: null };
          await runHttp(preparedRequest(url, { options }), sink, new HttpRunner(t).context);
          assert.deepEqual([sink.error?.code, sink.error?.phase], [code, 'receive'], url);
          assert.equal(sink.wireBytes, body.length);
        }
      }
    },
  );

  test('of many pieces is decoded without a warning of Node', async (t) => {
    const warnings: Error[] = [];
    const warn = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', warn);
    t.after(() => process.off('warning', warn));
    const body = zlib.gzipSync(randomBytes(20_000_000), { level: 1 });
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(body);
    });
    const sink = new ExchangeLog({ keepBody: false });
    const url = `http://127.0.0.1:${server.port}/`;
    await runHttp(preparedRequest(url), sink, new HttpRunner(t).context);
    assert.equal(sink.bodyBytes, 20_000_000);
    assert.deepEqual(warnings, []);
  });

  test('of server-sent events is told event by event', async (t) => {
    const stream = Buffer.from(
      ': hi\nid: 1\ndata: é你\ndata: two\n\nretry: 1500\nevent: tick\ndata: {}\n\ndata: unfinished',
    );
    const server = await serveHttp(t, async (_request, response) => {
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      for (const byte of stream) response.write(Buffer.from([byte]));
      response.end();
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    const events = sink
      .all('sse.event')
      .map(({ id, type, data, retry }) => ({ id, type, data, retry }));
    assert.deepEqual(events, [
      { id: '1', type: 'message', data: 'é你\ntwo', retry: undefined },
      { id: null, type: 'tick', data: '{}', retry: 1500 },
    ]);
    assert.equal(sink.bodyText, stream.toString());
  });
});
