import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { FrameType } from '../../../src/core/wire/http2/frameType.ts';
import type { FailureView } from '../../../src/protocol/exchange.ts';
import { serveTcp } from '../../support/httpServers.ts';
import { http2Frame, literal, onHeaders, serveRawHttp2 } from '../../support/http2Raw.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const options = { httpVersion: '2-prior' as const, cookieJar: false, timeoutMs: 30_000 };
const endHeaders = 4;
const endStream = 1;
/** `:status: 200` of the static table (RFC 7541, appendix A). */
const ok = Buffer.of(0x88);

/** What a request to this server fails with, and what its frames say. */
async function failureOf(t: TestContext, script: (socket: Socket) => void) {
  const server = await serveRawHttp2(t, script);
  const http = new RecordedHttp(t);
  const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
  const { failure } = http.recording.exchange(id)!;
  assert.notEqual(failure, null, 'it fails');
  return { failure: failure as FailureView, http, id, invalid: invalidRow(http, id) };
}

function invalidRow(http: RecordedHttp, id: number): string | undefined {
  return http.rows(id, 'http2').find(({ error }) => error !== undefined)?.label;
}

describe('a server that breaks HTTP/2', () => {
  test('with a frame larger than was allowed is told so, and the frame is marked', async (t) => {
    const { failure, invalid } = await failureOf(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, endHeaders, 1, ok));
      socket.write(http2Frame(FrameType.data, endStream, 1, Buffer.alloc(20_000)));
    });
    assert.equal(failure.code, 'WB_HTTP2_FRAME_TOO_LARGE');
    assert.equal(failure.phase, 'receive');
    assert.match(failure.message, /20000 bytes/);
    assert.equal(invalid, 'DATA');
  });

  test('with headers that are no HPACK is told so', async (t) => {
    const { failure, invalid } = await failureOf(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, endHeaders, 1, Buffer.of(0x88, 0xff, 0xff, 0xff)));
    });
    assert.equal(failure.code, 'WB_HTTP2_BAD_HPACK');
    assert.equal(failure.phase, 'wait');
    assert.equal(invalid, 'HEADERS');
  });

  test('with a bomb of HPACK references is stopped at the named limit', async (t) => {
    const { failure } = await failureOf(t, (socket) => {
      const value = Buffer.alloc(4000, 'v');
      const entry = Buffer.concat([Buffer.of(0x40, 1, 0x62, 0x7f, 0xa1, 0x1e), value]);
      const bomb = Buffer.alloc(12_000, 0xbe);
      const block = Buffer.concat([ok, entry, bomb]);
      socket.write(http2Frame(FrameType.headers, 0, 1, block.subarray(0, 16_000)));
      socket.write(http2Frame(FrameType.continuation, endHeaders, 1, block.subarray(16_000)));
    });
    assert.equal(failure.code, 'WB_HTTP_HEADERS_TOO_LARGE');
    assert.match(failure.message, /256 KiB/);
  });

  test('with a header block that never ends is stopped', async (t) => {
    let written = 0;
    const { failure } = await failureOf(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, 0, 1, ok));
      const more = http2Frame(
        FrameType.continuation,
        0,
        1,
        Buffer.concat(Array.from({ length: 60 }, () => literal('x-endless', 'y'.repeat(100)))),
      );
      const flood = (): void => {
        while (!socket.destroyed && written < 1_000_000_000) {
          written += more.length;
          if (!socket.write(more)) return;
        }
      };
      socket.on('drain', flood);
      flood();
    });
    assert.equal(failure.code, 'WB_HTTP_HEADERS_TOO_LARGE');
    assert.ok(written < 100_000_000, 'long before a gigabyte');
  });

  test('with another length than it announced is told both', async (t) => {
    for (const [length, pattern] of [
      [3, /5 bytes of 3/],
      [10, /5 bytes of 10/],
    ] as const) {
      const { failure } = await failureOf(t, (socket) => {
        const block = Buffer.concat([ok, literal('content-length', String(length))]);
        socket.write(http2Frame(FrameType.headers, endHeaders, 1, block));
        socket.write(http2Frame(FrameType.data, endStream, 1, Buffer.from('hello')));
      });
      assert.equal(failure.code, 'WB_HTTP_BAD_LENGTH');
      assert.equal(failure.phase, 'receive');
      assert.match(failure.message, pattern);
    }
  });

  test('by going away in the middle is told what it said', async (t) => {
    const { failure, http, id } = await failureOf(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, endHeaders, 1, ok));
      socket.write(http2Frame(FrameType.data, 0, 1, Buffer.from('half')));
      const payload = Buffer.concat([Buffer.of(0, 0, 0, 1, 0, 0, 0, 2), Buffer.from('重启')]);
      socket.end(http2Frame(FrameType.goaway, 0, 0, payload));
    });
    assert.equal(failure.code, 'WB_HTTP2_FAILED');
    assert.equal(failure.phase, 'receive');
    assert.match(failure.message, /GOAWAY INTERNAL_ERROR/);
    assert.equal(http.recording.exchange(id)?.hops[0]?.body?.bytes, 4);
  });

  test('by a reset of the connection keeps its phase', async (t) => {
    const http = new RecordedHttp(t);
    const server = await serveRawHttp2(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, endHeaders, 1, ok));
      const timer = setInterval(() => {
        if (!http.events(1).some(({ event }) => event === 'http.response')) return;
        clearInterval(timer);
        socket.resetAndDestroy();
      }, 5);
    });
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    const { failure } = http.recording.exchange(id)!;
    assert.equal(failure?.code, 'WB_CONNECTION_RESET');
    assert.equal(failure.phase, 'receive');
  });

  test('by closing its side without an answer is told so', async (t) => {
    const { failure } = await failureOf(t, (socket) => socket.end());
    assert.equal(failure.phase, 'wait');
    assert.equal(failure.code, 'WB_HTTP_CLOSED_BEFORE_RESPONSE');
  });

  test('by closing its side in the middle of an answer is told so', async (t) => {
    const { failure } = await failureOf(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, endHeaders, 1, ok));
      socket.end(http2Frame(FrameType.data, 0, 1, Buffer.from('half')));
    });
    assert.equal(failure.code, 'WB_HTTP_CLOSED_IN_BODY');
    assert.match(failure.message, /4 bytes/);
  });

  test('with a pseudo-header behind the body is told so', async (t) => {
    const { failure } = await failureOf(t, (socket) => {
      socket.write(http2Frame(FrameType.headers, endHeaders, 1, ok));
      socket.write(http2Frame(FrameType.data, 0, 1, Buffer.from('hi')));
      socket.write(http2Frame(FrameType.headers, endHeaders | endStream, 1, ok));
    });
    assert.equal(failure.code, 'WB_HTTP_FORBIDDEN_TRAILER');
    assert.match(failure.message, /:status/);
  });

  test('on one stream is not blamed for what befalls another, which goes out again', async (t) => {
    let streams = 0;
    const server = await serveTcp(t, (socket) => {
      const isFirst = streams === 0;
      socket.write(http2Frame(FrameType.settings, 0, 0));
      onHeaders(socket, (stream) => {
        streams++;
        if (!isFirst)
          socket.write(http2Frame(FrameType.headers, endHeaders | endStream, stream, ok));
        else if (stream === 1) socket.write(http2Frame(FrameType.headers, endHeaders, 1, ok));
        else {
          socket.write(http2Frame(FrameType.headers, endHeaders | endStream, 1, ok));
          const away = Buffer.of(0, 0, 0, 1, 0, 0, 0, 0);
          socket.end(http2Frame(FrameType.goaway, 0, 0, away));
        }
      });
    });
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const first = http.run(url, { options });
    while (!http.events(1).some(({ event }) => event === 'http.response'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await http.run(url, { method: 'POST', body: 'tea', options });
    assert.equal(http.recording.exchange(await first)?.failure?.code, 'WB_HTTP_FORBIDDEN_TRAILER');
    const { failure, hops } = http.recording.exchange(second)!;
    assert.deepEqual([failure, hops.length], [null, 2]);
  });
});
