import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { FrameType } from '../../../src/core/wire/http2/frameType.ts';
import { http2Frame, literal, serveRawHttp2, setting, uint32 } from '../../support/http2Raw.ts';
import { serveHttp2 } from '../../support/http2Server.ts';
import { nghttpdIsMissing, startNghttpd } from '../../support/nghttpd.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const options = { httpVersion: '2-prior' as const, cookieJar: false, timeoutMs: 30_000 };
const endHeaders = 4;
const endStream = 1;
/** `:status: 200` and `:status: 204` of the static table (RFC 7541, appendix A). */
const ok = Buffer.of(0x88);
const noContent = Buffer.of(0x89);

const headers = (flags: number, ...blocks: Buffer[]): Buffer =>
  http2Frame(FrameType.headers, flags, 1, Buffer.concat(blocks));
const data = (flags: number, text: string): Buffer =>
  http2Frame(FrameType.data, flags, 1, Buffer.from(text));
const complete = headers(endHeaders | endStream, ok);

/** Runs one request against a server that speaks by script, and answers what the recording has of it. */
async function exchange(
  t: TestContext,
  script: (socket: Socket) => void,
  wishes: Parameters<RecordedHttp['run']>[1] = {},
) {
  const server = await serveRawHttp2(t, script);
  const http = new RecordedHttp(t);
  const id = await http.run(`http://127.0.0.1:${server.port}/`, { options, ...wishes });
  return { server, http, id, view: http.recording.exchange(id)! };
}

/** Frames that the server got on its socket, by type. */
async function framesAtServer(socket: Socket, type: number): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const found: Buffer[] = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
    if (bytes[at + 3] === type) found.push(bytes.subarray(at, at + 9 + bytes.readUIntBE(at, 3)));
  }
  return found;
}

describe('an HTTP/2 session', () => {
  test('says why it goes away on the wire', async (t) => {
    let away: Promise<Buffer[]> | null = null;
    await exchange(t, (socket) => {
      away = framesAtServer(socket, FrameType.goaway);
      socket.write(http2Frame(FrameType.ping, 0, 0, Buffer.alloc(7)));
    });
    const [frame] = await away!;
    assert.equal(frame?.readUInt32BE(9 + 4), 6, 'FRAME_SIZE_ERROR');
  });

  test('answers PING and SETTINGS, ignores what it does not know, and what comes for a closed stream', async (t) => {
    let acks: Promise<Buffer[]> | null = null;
    const { view } = await exchange(t, (socket) => {
      acks = framesAtServer(socket, FrameType.ping);
      socket.write(http2Frame(0xbb, 0xff, 1, Buffer.from('unknown')));
      socket.write(http2Frame(FrameType.settings, 0, 0, setting(0x99, 7)));
      socket.write(http2Frame(FrameType.ping, 0, 0, Buffer.from('pingpong')));
      socket.write(Buffer.concat([complete, http2Frame(FrameType.rstStream, 0, 1, uint32(0))]));
      setTimeout(() => socket.end(), 100);
    });
    assert.deepEqual([view.state, view.failure], ['completed', null]);
    const [ack] = await acks!;
    assert.deepEqual([ack?.[4], ack?.toString('latin1', 9)], [1, 'pingpong']);
  });

  test('ends a connection whose server asks and asks and reads nothing', async (t) => {
    let written = 0;
    const ping = http2Frame(FrameType.ping, 0, 0, Buffer.alloc(8));
    const many = Buffer.concat(Array.from({ length: 4000 }, () => ping));
    const { view } = await exchange(t, (socket) => {
      socket.pause();
      const flood = (): void => {
        while (!socket.destroyed && written < 1_000_000_000) {
          written += many.length;
          if (!socket.write(many)) return;
        }
      };
      socket.on('drain', flood);
      flood();
    });
    assert.notEqual(view.failure, null);
    assert.notEqual(view.failure?.code, 'WB_TIMEOUT');
    assert.ok(written < 200_000_000);
  });

  test('takes a length with no content where there is none: HEAD, 204', async (t) => {
    const length = literal('content-length', '5');
    const head = await exchange(
      t,
      (socket) => socket.write(headers(endHeaders | endStream, ok, length)),
      { method: 'HEAD' },
    );
    const empty = await exchange(t, (socket) =>
      socket.write(headers(endHeaders | endStream, noContent, length)),
    );
    assert.deepEqual([head.view.failure, empty.view.failure], [null, null]);
  });

  test('lets a stream end that the server still serves as it goes away', async (t) => {
    const { view, http } = await exchange(t, (socket) => {
      const away = Buffer.concat([uint32(1), uint32(0)]);
      socket.write(http2Frame(FrameType.goaway, 0, 0, away));
      setTimeout(() => socket.write(Buffer.concat([headers(endHeaders, ok), data(1, 'tea')])), 50);
    });
    assert.deepEqual([view.state, view.failure], ['completed', null]);
    assert.deepEqual(http.recording.connections()[0]?.closed?.reason, 'goaway');
  });

  test('tells of a reset that comes right behind the end of an answer', async (t) => {
    const { http, id } = await exchange(t, (socket) => {
      const reset = http2Frame(FrameType.rstStream, 0, 1, uint32(0));
      socket.write(Buffer.concat([headers(endHeaders, ok), data(endStream, 'tea'), reset]));
    });
    const last = http.frames(id).findLast(({ dir, stream }) => dir === 'in' && stream === 1);
    assert.equal(last?.type, 'RST_STREAM');
  });

  test('waits, and says so, for a stream where the server takes no more of them', async (t) => {
    let most = 0;
    let running = 0;
    const server = await serveHttp2(
      t,
      (stream) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          stream.respond();
          stream.end('x');
        }, 20);
      },
      { settings: { maxConcurrentStreams: 2 } },
    );
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await http.run(url, { options });
    const ids = await Promise.all(Array.from({ length: 7 }, () => http.run(url, { options })));
    assert.equal(most, 2);
    assert.ok(ids.every((id) => http.recording.exchange(id)?.state === 'completed'));
    const waited = ids.filter((id) => http.recording.exchange(id)!.hops[0]!.phases.some(isBlocked));
    assert.equal(waited.length, 5);
    assert.equal(http.recording.connections().length, 1);
  });

  test('sends again what was refused because the server takes fewer streams than it had been given', async (t) => {
    const server = await serveHttp2(
      t,
      (stream) => {
        setTimeout(() => {
          stream.respond();
          stream.end('x');
        }, 20);
      },
      { settings: { maxConcurrentStreams: 2 } },
    );
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const ids = await Promise.all(Array.from({ length: 7 }, () => http.run(url, { options })));
    for (const id of ids) assert.equal(http.recording.exchange(id)?.failure, null);
  });

  test('sends a body through windows that open, close and change as it goes', async (t) => {
    const body = Buffer.from('茶'.repeat(100_000));
    let received = 0;
    const server = await serveHttp2(
      t,
      (stream) => {
        stream.on('data', (chunk: Buffer) => (received += chunk.length));
        stream.once('data', () => stream.session?.settings({ initialWindowSize: 100 }));
        stream.on('end', () => {
          stream.respond();
          stream.end(String(received));
        });
      },
      { settings: { initialWindowSize: 1000, maxFrameSize: 16_384 } },
    );
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const id = await http.run(url, { method: 'POST', body: body.toString(), options });
    assert.equal(http.recording.exchange(id)?.failure, null);
    assert.equal(received, body.length);
    const sent = http.frames(id).filter(({ type, dir }) => type === 'DATA' && dir === 'out');
    assert.equal(
      sent.reduce((sum, { length }) => sum + length, 0),
      body.length,
    );
    assert.deepEqual(sent.at(-1)?.flags, ['END_STREAM']);
  });

  test('goes on with every body that has waited for the window of the connection', async (t) => {
    const server = await serveHttp2(
      t,
      (stream) => {
        stream.resume();
        stream.on('end', () => {
          stream.respond();
          stream.end('x');
        });
      },
      { settings: { initialWindowSize: 10_000_000 } },
    );
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await http.run(url, { options });
    const post = () => http.run(url, { method: 'POST', body: 'x'.repeat(200_000), options });
    const ids = await Promise.all([post(), post(), post()]);
    for (const id of ids) assert.equal(http.recording.exchange(id)?.failure, null);
    const waited = ids.flatMap((id) => http.frames(id)).filter((frame) => 'stalledBy' in frame);
    assert.ok(waited.some(({ stalledBy }) => stalledBy === 'connection'));
  });

  test('sends headers larger than a frame, and to a server without a table', async (t) => {
    const server = await serveHttp2(
      t,
      (stream, { 'x-large': large }) => {
        stream.respond();
        stream.end(String(large?.length));
      },
      { settings: { headerTableSize: 0, maxHeaderListSize: 200_000 } },
    );
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    for (let turn = 0; turn < 3; turn++) {
      const large = 'a~'.repeat(20_000);
      const id = await http.run(url, { headers: [['X-Large', large]], options });
      assert.equal(http.recording.exchange(id)?.failure, null);
      const out = http.frames(id).filter(({ dir }) => dir === 'out');
      assert.ok(out.some(({ type }) => type === 'CONTINUATION'));
    }
  });

  test(
    'loads 20 MB from nghttpd, and gives up its windows again and again',
    { skip: nghttpdIsMissing },
    async (t) => {
      const file = 'z'.repeat(20_000_000);
      const port = await startNghttpd(t, { 'large.txt': file });
      const http = new RecordedHttp(t);
      const url = `http://127.0.0.1:${port}/large.txt`;
      const ids = await Promise.all([url, url].map((each) => http.run(each, { options })));
      for (const id of ids) {
        const [hop] = http.recording.exchange(id)!.hops;
        assert.equal(hop?.body?.bytes, file.length);
        const updates = http
          .frames(id)
          .filter(({ type, dir, stream }) => type === 'WINDOW_UPDATE' && dir === 'out' && stream);
        assert.ok(updates.length >= 19);
      }
    },
  );
});

function isBlocked({ phase }: { phase: string }): boolean {
  return phase === 'blocked';
}
