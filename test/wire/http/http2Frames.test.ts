import assert from 'node:assert/strict';
import { constants } from 'node:http2';
import { describe, test } from 'node:test';
import { serveHttp2 } from '../../support/http2Server.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

const prior = { httpVersion: '2-prior' as const, cookieJar: false };

describe('HTTP/2 frames', () => {
  test('are told by name, with what they say, in wire order', async (t) => {
    const server = await serveHttp2(
      t,
      (stream) => {
        stream.respond({ 'x-tea': 'oolong' });
        stream.end('tea');
      },
      { settings: { maxConcurrentStreams: 7 } },
    );
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/tea?a=1`, {
      headers: [['X-A', '茶']],
      options: prior,
    });
    const frames = http.frames(id);
    const request = frames.find(({ dir, type }) => dir === 'out' && type === 'HEADERS')!;
    assert.deepEqual(request.flags, ['END_STREAM', 'END_HEADERS']);
    assert.equal(request.stream, 1);
    assert.equal(request.streamState, 'half-closed (local)');
    assert.deepEqual(request.headers?.slice(0, 5), [
      [':method', 'GET'],
      [':scheme', 'http'],
      [':authority', `127.0.0.1:${server.port}`],
      [':path', '/tea?a=1'],
      ['x-a', '茶'],
    ]);
    const ours = frames.find(({ dir, type }) => dir === 'out' && type === 'SETTINGS')!;
    assert.deepEqual(ours.settings?.[0], ['ENABLE_PUSH', 0]);
    const theirs = frames.find(({ dir, type }) => dir === 'in' && type === 'SETTINGS')!;
    assert.deepEqual(
      theirs.settings?.find(([name]) => name === 'MAX_CONCURRENT_STREAMS'),
      ['MAX_CONCURRENT_STREAMS', 7],
    );
    assert.equal(frames.filter(({ flags }) => flags.includes('ACK')).length >= 1, true);
    const answer = frames.filter(({ dir, stream }) => dir === 'in' && stream === 1);
    assert.equal(answer[0]?.type, 'HEADERS');
    assert.ok(answer[0]?.headers?.some(([name, value]) => name === 'x-tea' && value === 'oolong'));
    const last = answer.at(-1)!;
    assert.deepEqual([last.type, last.flags, last.streamState], ['DATA', ['END_STREAM'], 'closed']);
    assert.equal(
      answer.reduce((sum, frame) => sum + (frame.type === 'DATA' ? frame.length : 0), 0),
      3,
    );
  });

  test('are what the bytes of an exchange are counted by, and nobody counts those of others', async (t) => {
    const held: (() => void)[] = [];
    const server = await serveHttp2(t, (stream, { ':path': path }) => {
      held.push(() => {
        stream.respond();
        stream.end(path === '/large' ? 'x'.repeat(300_000) : 'tea');
      });
      if (held.length === 2) for (const answer of held) answer();
    });
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}`;
    const ids = await Promise.all(
      ['/large', '/a'].map((path) => http.run(url + path, { options: prior })),
    );
    const prefaceBytes = 24;
    const sums = ids.map((id) => {
      const own = http.frames(id).filter(({ stream }) => stream !== 0 || id === ids[0]);
      const bytesOf = (direction: string): number =>
        own.reduce((sum, { dir, length }) => sum + (dir === direction ? 9 + length : 0), 0);
      const sent = bytesOf('out') + (id === ids[0] ? prefaceBytes : 0);
      return { sent, received: bytesOf('in') };
    });
    const told = ids.map((id) => {
      const completed = http.events(id).find(({ event }) => event === 'exchange.completed');
      return completed?.event === 'exchange.completed' ? completed.bytes : null;
    });
    assert.deepEqual(told, sums);
    assert.ok(told[0]!.received > 300_000);
    assert.ok(told[1]!.received < 1000);
  });

  test('of one stream belong to one exchange, those of the connection to all on it', async (t) => {
    const held: (() => void)[] = [];
    const server = await serveHttp2(t, (stream) => {
      held.push(() => {
        stream.respond();
        stream.end('x');
      });
      if (held.length < 2) return;
      stream.session?.ping(Buffer.from('pingpong'), () => undefined);
      for (const answer of held) answer();
    });
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    const ids = await Promise.all([url, url].map((each) => http.run(each, { options: prior })));
    const frames = ids.map((id) => http.frames(id));
    assert.deepEqual(
      frames.map((each) =>
        [...new Set(each.map(({ stream }) => stream))].toSorted((a, b) => a - b),
      ),
      [
        [0, 1],
        [0, 3],
      ],
    );
    for (const each of frames) {
      const ping = each.find(({ type, dir }) => type === 'PING' && dir === 'in');
      assert.equal(ping?.opaque, Buffer.from('pingpong').toString('hex'));
    }
  });

  test('name the error of a reset and of GOAWAY', async (t) => {
    const server = await serveHttp2(t, (stream, headers) => {
      if (headers[':path'] === '/reset') stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else {
        stream.session?.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, 1, Buffer.from('慢一点'));
        setImmediate(() => stream.session?.destroy());
      }
    });
    const http = new RecordedHttp(t);
    const origin = `http://127.0.0.1:${server.port}`;
    const reset = http.frames(await http.run(`${origin}/reset`, { options: prior }));
    const rst = reset.find(({ type, dir }) => type === 'RST_STREAM' && dir === 'in')!;
    assert.deepEqual([rst.errorCode, rst.errorName], [7, 'REFUSED_STREAM']);
    assert.equal(rst.streamState, 'closed');
    const id = await http.run(`${origin}/away`, { options: prior });
    const goaway = http.frames(id).find(({ type, dir }) => type === 'GOAWAY' && dir === 'in')!;
    assert.equal(goaway.errorName, 'ENHANCE_YOUR_CALM');
    assert.equal(goaway.debugData, '慢一点');
    assert.match(
      http.rows(id, 'http2').find(({ label }) => label === 'GOAWAY')?.preview ?? '',
      /ENHANCE_YOUR_CALM.*慢一点/,
    );
  });

  test('say how long a body waited for the window of its stream', async (t) => {
    const server = await serveHttp2(t, (stream) => {
      stream.respond();
      setTimeout(() => {
        stream.resume();
        stream.on('end', () => stream.end('all'));
      }, 300);
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body: 'x'.repeat(200_000),
      options: prior,
    });
    const stalled = http.frames(id).filter(({ stalledMs }) => stalledMs !== undefined);
    assert.ok(stalled.length > 0);
    for (const frame of stalled) {
      assert.equal(frame.type, 'DATA');
      assert.equal(frame.dir, 'out');
    }
    const row = http.rows(id, 'http2').find(({ stall }) => stall !== undefined);
    assert.equal(row?.stall?.by, stalled[0]?.stalledBy);
    assert.equal(http.detail(id, 'http2', row!.row).stall?.by, stalled[0]?.stalledBy);
  });

  test('hide secrets in decoded headers and in the bytes of their blocks', async (t) => {
    const authority = await makeAuthority();
    const identity = await authority.issue();
    const server = await serveHttp2(
      t,
      (stream) => {
        stream.respond({ 'set-cookie': 'sid=cookie-secret; Path=/' });
        stream.end('ok');
      },
      { identity },
    );
    const http = new RecordedHttp(t);
    const id = await http.run(`https://localhost:${server.port}/?k=hunter2-s3cret`, {
      headers: [['Authorization', 'Bearer top-secret-token']],
      secrets: ['hunter2-s3cret'],
      options: { ...prior, httpVersion: '2', extraCa: [authority.pem] },
    });
    const secrets = ['hunter2-s3cret', 'top-secret-token', 'cookie-secret'];
    const told = JSON.stringify(http.events(id));
    for (const secret of secrets) assert.ok(!told.includes(secret), secret);
    const rows = http.rows(id, 'http2');
    for (const { row, preview } of rows) {
      const ref = { exchange: id, of: 'row', source: 'http2', row } as const;
      const bytes = Buffer.from(http.recording.payload(ref, 0, 100_000).bytes).toString('latin1');
      for (const secret of secrets) {
        assert.ok(!preview.includes(secret));
        assert.ok(!JSON.stringify(http.detail(id, 'http2', row)).includes(secret));
        assert.ok(!bytes.includes(secret));
      }
    }
    const request = rows.find(
      ({ label, direction }) => label === 'HEADERS' && direction === 'out',
    )!;
    const fields = http.detail(id, 'http2', request.row).http2?.headers;
    assert.ok(
      fields?.some(([name, value]) => name === 'authorization' && value === 'Bearer ••••••'),
    );
  });

  test('are found by a filter over what they say', async (t) => {
    const server = await serveHttp2(t, (stream) => {
      stream.respond({ 'x-tea': 'oolong' });
      stream.end('乌龙茶');
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options: prior });
    assert.deepEqual(
      http.rows(id, 'http2', 'oolong').map(({ label }) => label),
      ['HEADERS'],
    );
    assert.deepEqual(
      http.rows(id, 'http2', '乌龙茶').map(({ label }) => label),
      ['DATA'],
    );
  });
});
