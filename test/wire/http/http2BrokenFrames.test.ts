import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FrameType } from '../../../src/core/wire/http2/frameType.ts';
import { http2Frame, literal, serveRawHttp2, setting, uint32 } from '../../support/http2Raw.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const options = { httpVersion: '2-prior' as const, cookieJar: false, timeoutMs: 30_000 };
const endHeaders = 4;
const endStream = 1;
const padded = 8;
const priority = 0x20;
/** `:status: 200` of the static table (RFC 7541, appendix A). */
const ok = Buffer.of(0x88);

const headers = (flags: number, ...blocks: Buffer[]): Buffer =>
  http2Frame(FrameType.headers, flags, 1, Buffer.concat(blocks));
const data = (flags: number, text: string): Buffer =>
  http2Frame(FrameType.data, flags, 1, Buffer.from(text));

interface Broken {
  what: string;
  frames: Buffer[];
  /** Of GOAWAY, or of RST_STREAM where the connection may go on. */
  code: string;
  ends?: 'RST_STREAM';
}

const broken: Broken[] = [
  {
    what: 'DATA with more padding than it is long',
    frames: [
      headers(endHeaders, ok),
      http2Frame(FrameType.data, padded, 1, Buffer.from('\xffab', 'latin1')),
    ],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'HEADERS with more padding than they are long',
    frames: [headers(endHeaders | padded, Buffer.of(9), ok)],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'HEADERS too short for their priority',
    frames: [headers(endHeaders | priority, ok)],
    code: 'FRAME_SIZE_ERROR',
  },
  ...(
    [
      ['SETTINGS', FrameType.settings, 0, 0, 5],
      ['SETTINGS with ACK', FrameType.settings, 1, 0, 6],
      ['GOAWAY', FrameType.goaway, 0, 0, 4],
      ['WINDOW_UPDATE', FrameType.windowUpdate, 0, 1, 3],
      ['RST_STREAM', FrameType.rstStream, 0, 1, 3],
      ['PRIORITY', FrameType.priority, 0, 1, 1],
    ] as const
  ).map(([name, type, flags, stream, bytes]) => ({
    what: `${name} of ${bytes} bytes`,
    frames: [http2Frame(type, flags, stream, Buffer.alloc(bytes))],
    code: 'FRAME_SIZE_ERROR',
  })),
  ...(
    [
      ['HEADERS on stream 0', FrameType.headers, 0, ok],
      ['RST_STREAM on stream 0', FrameType.rstStream, 0, uint32(0)],
      ['PING on stream 1', FrameType.ping, 1, Buffer.alloc(8)],
      ['DATA on a stream that nobody has opened', FrameType.data, 3, Buffer.from('x')],
      ['RST_STREAM on a stream that nobody has opened', FrameType.rstStream, 3, uint32(0)],
    ] as const
  ).map(([what, type, stream, payload]) => ({
    what,
    frames: [http2Frame(type, endHeaders, stream, payload)],
    code: 'PROTOCOL_ERROR',
  })),
  {
    what: 'a PING inside a header block',
    frames: [headers(0, ok), http2Frame(FrameType.ping, 0, 0, Buffer.alloc(8))],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'a table of HPACK larger than was announced',
    frames: [headers(endHeaders | endStream, Buffer.of(0x3f, 0xe2, 0x1f), ok)],
    code: 'COMPRESSION_ERROR',
  },
  {
    what: 'a frame between the frames of a header block',
    frames: [headers(0, ok), data(0, 'x')],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'CONTINUATION without a header block',
    frames: [http2Frame(FrameType.continuation, endHeaders, 1, ok)],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'a stream that nobody has opened',
    frames: [http2Frame(FrameType.headers, endHeaders, 3, ok)],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'a stream of its own',
    frames: [http2Frame(FrameType.headers, endHeaders, 2, ok)],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'a push',
    frames: [http2Frame(FrameType.pushPromise, endHeaders, 1, Buffer.concat([uint32(2), ok]))],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'DATA on stream 0',
    frames: [http2Frame(FrameType.data, 0, 0, Buffer.from('x'))],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'SETTINGS on a stream',
    frames: [http2Frame(FrameType.settings, 0, 1)],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'a PING of 7 bytes',
    frames: [http2Frame(FrameType.ping, 0, 0, Buffer.alloc(7))],
    code: 'FRAME_SIZE_ERROR',
  },
  {
    what: 'a window beyond 2^31-1',
    frames: [http2Frame(FrameType.settings, 0, 0, setting(4, 0x8000_0000))],
    code: 'FLOW_CONTROL_ERROR',
  },
  {
    what: 'a largest frame of 100 bytes',
    frames: [http2Frame(FrameType.settings, 0, 0, setting(5, 100))],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'WINDOW_UPDATE of 0 for the connection',
    frames: [http2Frame(FrameType.windowUpdate, 0, 0, uint32(0))],
    code: 'PROTOCOL_ERROR',
  },
  {
    what: 'WINDOW_UPDATE that makes the window of the connection too large',
    frames: [http2Frame(FrameType.windowUpdate, 0, 0, uint32(0x7fff_ffff))],
    code: 'FLOW_CONTROL_ERROR',
  },
  {
    what: 'WINDOW_UPDATE of 0 for a stream',
    frames: [http2Frame(FrameType.windowUpdate, 0, 1, uint32(0))],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
  {
    what: 'WINDOW_UPDATE that makes the window of a stream too large',
    frames: [http2Frame(FrameType.windowUpdate, 0, 1, uint32(0x7fff_ffff))],
    code: 'FLOW_CONTROL_ERROR',
    ends: 'RST_STREAM',
  },
  ...['\0', '\r', '\n'].map((control) => ({
    what: `a field value with ${JSON.stringify(control)}`,
    frames: [headers(endHeaders | endStream, ok, literal('x-a', `a${control}b`))],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM' as const,
  })),
  {
    what: 'a second status',
    frames: [headers(endHeaders | endStream, ok, ok)],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
  {
    what: 'content before the head',
    frames: [data(0, 'x')],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
  {
    what: 'a head without a status',
    frames: [headers(endHeaders, literal('x-a', '1'))],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
  {
    what: 'a field name with an upper-case letter',
    frames: [headers(endHeaders, ok, literal('X-A', '1'))],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
  {
    what: 'a field of the connection',
    frames: [headers(endHeaders, ok, literal('connection', 'close'))],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
  {
    what: 'trailers that do not end the stream',
    frames: [headers(endHeaders, ok), headers(endHeaders, literal('x-a', '1'))],
    code: 'PROTOCOL_ERROR',
    ends: 'RST_STREAM',
  },
];

describe('an HTTP/2 session', () => {
  for (const { what, frames, code, ends = 'GOAWAY' } of broken) {
    test(`answers ${what} with ${ends} ${code}, names the frame, and the request fails`, async (t) => {
      const server = await serveRawHttp2(t, (socket) => socket.write(Buffer.concat(frames)));
      const http = new RecordedHttp(t);
      const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
      const view = http.recording.exchange(id)!;
      assert.notEqual(view.failure, null, 'it fails');
      assert.notEqual(view.failure?.code, 'WB_TIMEOUT');
      const told = () => http.frames(id).find(({ type, dir }) => type === ends && dir === 'out');
      if (ends === 'RST_STREAM') assert.equal(told()?.errorName, code);
      else assert.match(view.failure?.message ?? '', new RegExp(code));
      const faulty = http.frames(id).filter(({ valid }) => !valid);
      assert.deepEqual(
        faulty.map(({ error }) => error),
        [view.failure?.message],
      );
    });
  }
});
