import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { Recording } from '../../../src/core/recording/recording.ts';
import type { RequestOptions } from '../../../src/core/runner/preparedRequest.ts';
import { Pools } from '../../../src/core/wire/http/pools.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';
import { hypercornIsMissing, startHypercorn } from '../../support/hypercorn.ts';
import { serveTls } from '../../support/httpServers.ts';
import { serveHttp2 } from '../../support/http2Server.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';
import type { RecordedSession } from '../../support/wsSession.ts';

const authority = await makeAuthority();
const identity = await authority.issue();
const secure: Partial<RequestOptions> = {
  extraCa: [authority.pem],
  httpVersion: '2',
  closeWhenDone: true,
  lingerMs: 0,
  timeoutMs: 20_000,
};

/** Sessions of one test share their connections and their recording. */
function sharing(t: TestContext) {
  const pools = new Pools();
  const recording = new Recording();
  t.after(() => pools.dispose());
  return { pools, recording };
}

function failureOf({ recording, exchange }: RecordedSession) {
  const { failure } = recording.exchange(exchange)!;
  return { code: failure?.code, phase: failure?.phase, message: failure?.message ?? '' };
}

/** A server that takes the extended CONNECT with this answer. */
function serveConnect(
  t: TestContext,
  answer: (stream: ServerHttp2Stream) => void,
  enableConnectProtocol = true,
) {
  return serveHttp2(t, answer, { settings: { enableConnectProtocol } });
}

const prior: Partial<RequestOptions> = { ...secure, httpVersion: '2-prior' };

describe('a WebSocket over HTTP/2', () => {
  test(
    'to hypercorn: several at once go over one connection',
    { skip: hypercornIsMissing },
    async (t) => {
      const port = await startHypercorn(t, identity);
      const shared = sharing(t);
      const url = `wss://127.0.0.1:${port}`;
      const sessions = ['/a', '/b', '/c'].map((path) =>
        openSession(url + path, {
          ...shared,
          steps: [waitForServer(), sendText('你好'), waitForServer()],
          options: secure,
        }),
      );
      for (const { session } of sessions) await session.finished;
      for (const [index, { recording, exchange, events }] of sessions.entries()) {
        const view = recording.exchange(exchange)!;
        assert.deepEqual([view.state, view.httpVersion, view.failure], ['closed', '2', null]);
        assert.deepEqual(
          events('ws.message').map(({ text }) => text),
          [`HTTP/2 /${'abc'[index]}`, '你好', '你好'],
        );
        assert.equal(events('ws.close').at(-1)?.clean, true);
        const streams = new Set(events('h2.frame').map(({ stream }) => stream));
        assert.deepEqual(
          [...streams].filter((stream) => stream !== 0),
          [2 * index + 1],
        );
      }
      assert.equal(shared.recording.connections().length, 1);
    },
  );

  test(
    'asks with :protocol and without key, says why there is no Accept, agrees on a subprotocol',
    { skip: hypercornIsMissing },
    async (t) => {
      const port = await startHypercorn(t, identity);
      const { session, recording, exchange, events } = openSession(
        `wss://127.0.0.1:${port}/x?y=1`,
        {
          ...sharing(t),
          headers: [
            ['Sec-WebSocket-Protocol', 'chat, other'],
            ['X-Own', 'kept'],
          ],
          options: { ...secure, deflate: true },
          steps: [waitForServer()],
        },
      );
      await session.finished;
      const [request] = events('http.request');
      assert.deepEqual(request?.headers, [
        [':method', 'CONNECT'],
        [':protocol', 'websocket'],
        [':scheme', 'https'],
        [':authority', `127.0.0.1:${port}`],
        [':path', '/x?y=1'],
        ['sec-websocket-version', '13'],
        ['sec-websocket-extensions', 'permessage-deflate; client_max_window_bits'],
        ['sec-websocket-protocol', 'chat, other'],
        ['x-own', 'kept'],
      ]);
      const { handshake } = recording.exchange(exchange)!;
      assert.deepEqual(
        [handshake?.extendedConnect, handshake?.status, handshake?.accept, handshake?.protocol],
        [true, 200, null, 'chat'],
      );
    },
  );

  test('that is refused shows status and body', async (t) => {
    const server = await serveConnect(t, (stream) => {
      stream.respond({ ':status': 403, 'content-type': 'text/plain' });
      stream.end('不行');
    });
    const opened = openSession(`ws://127.0.0.1:${server.port}/`, { ...sharing(t), options: prior });
    await opened.session.finished;
    assert.deepEqual(
      [failureOf(opened).code, failureOf(opened).phase],
      ['WB_WS_REFUSED', 'upgrade'],
    );
    assert.equal(opened.events('http.body')[0]?.text, '不行');
  });

  test('is an error where the SETTINGS do not offer it, where HTTP/1.1 was chosen, or the subprotocol is foreign', async (t) => {
    const silent = await serveConnect(t, (stream) => stream.respond(), false);
    const foreign = await serveConnect(t, (stream) =>
      stream.respond({ ':status': 200, 'sec-websocket-protocol': 'chat' }),
    );
    const old = await serveTls(t, { ...identity, ALPNProtocols: ['http/1.1'] }, () => undefined);
    const failures = [];
    for (const [url, options] of [
      [`ws://127.0.0.1:${silent.port}/`, prior],
      [`wss://127.0.0.1:${old.port}/`, secure],
      [`ws://127.0.0.1:${foreign.port}/`, prior],
    ] as const) {
      const opened = openSession(url, { ...sharing(t), options });
      await opened.session.finished;
      failures.push(failureOf(opened));
    }
    assert.deepEqual(
      failures.map(({ code, phase }) => [code, phase]),
      [
        ['WB_WS_NO_CONNECT_PROTOCOL', 'upgrade'],
        ['WB_WS_NO_CONNECT_PROTOCOL', 'upgrade'],
        ['WB_WS_BAD_SUBPROTOCOL', 'upgrade'],
      ],
    );
    assert.match(
      failures[0]!.message,
      /^127\.0\.0\.1 takes no WebSockets over HTTP\/2: its SETTINGS/,
    );
    assert.match(failures[1]!.message, /it speaks HTTP\/1\.1\.$/);
  });

  test('that the server resets, or that loses its connection, is an abnormal close', async (t) => {
    for (const end of [
      (stream: ServerHttp2Stream) => stream.close(8),
      (stream: ServerHttp2Stream) => stream.session?.destroy(),
    ]) {
      const server = await serveConnect(t, (stream) => {
        stream.respond({ ':status': 200 });
        stream.once('data', () => end(stream));
      });
      const opened = openSession(`ws://127.0.0.1:${server.port}/`, {
        ...sharing(t),
        options: prior,
        steps: [sendText('x'), waitForServer()],
      });
      await opened.session.finished;
      assert.equal(failureOf(opened).code, 'WB_WS_ABNORMAL_CLOSE');
    }
  });

  test('is read out of DATA frames, however they are padded', async (t) => {
    const server = await serveHttp2(
      t,
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.once('data', () => {
          stream.write(Buffer.concat([Buffer.of(0x81, 126, 0x01, 0x2c), Buffer.alloc(200, 'a')]));
          stream.write(Buffer.concat([Buffer.alloc(100, 'b'), Buffer.of(0x81, 2, 0x6f, 0x6b)]));
        });
      },
      {
        settings: { enableConnectProtocol: true },
        paddingStrategy: constants.PADDING_STRATEGY_MAX,
      },
    );
    const { session, events, until, recording, exchange } = openSession(
      `ws://127.0.0.1:${server.port}/`,
      { ...sharing(t), steps: [sendText('go')], options: { ...prior, closeWhenDone: false } },
    );
    await until('ws.message', 3);
    assert.deepEqual(
      events('ws.message').map(({ text }) => text),
      ['go', 'a'.repeat(200) + 'b'.repeat(100), 'ok'],
    );
    assert.ok(
      events('h2.frame').some(({ type, flags }) => type === 'DATA' && flags.includes('PADDED')),
    );
    const filter = { directions: [], types: [], text: 'ok' };
    const { rows } = recording.rows({ exchange, source: 'frames', filter, from: 0, count: 9 });
    assert.deepEqual(
      rows.map(({ preview }) => preview),
      ['ok'],
    );
    await session.dispose();
  });

  test('hides secrets also where masking hides them from the eye alone', async (t) => {
    const server = await serveConnect(t, (stream) => {
      stream.respond({ ':status': 200 });
      stream.on('data', () => undefined);
    });
    const secret = 'hush-hush-42';
    const { session, events, until, recording, exchange } = openSession(
      `ws://127.0.0.1:${server.port}/`,
      {
        ...sharing(t),
        headers: [['Authorization', `Bearer ${secret}`]],
        steps: [sendText(`it is ${secret}`)],
        options: { ...prior, closeWhenDone: false },
      },
    );
    await until('ws.message');
    const mask = Buffer.from(events('ws.frame')[0]!.mask!.replace('0x', ''), 'hex');
    for (const source of ['wire', 'http2', 'frames'] as const) {
      const filter = { directions: [], types: [], text: '' };
      const { rows } = recording.rows({ exchange, source, filter, from: 0, count: 99 });
      for (const { row } of rows) {
        const { bytes } = recording.payload({ exchange, of: 'row', source, row }, 0, 10_000);
        for (const shift of [0, 1, 2, 3]) {
          const plain = Buffer.from(bytes.map((byte, at) => byte ^ mask[(at + shift) % 4]!));
          assert.ok(!plain.includes(secret), `${source} row ${row}`);
        }
        assert.ok(!Buffer.from(bytes).includes(secret), `${source} row ${row}`);
      }
    }
    await session.dispose();
  });

  test('is cancelled stream by stream: the other one goes on', async (t) => {
    const ended: number[] = [];
    const server = await serveConnect(t, (stream) => {
      stream.respond({ ':status': 200 });
      stream.once('close', () => ended.push(stream.rstCode));
      stream.on('data', () => stream.write(Buffer.from([0x81, 2, 0x6f, 0x6b])));
    });
    const shared = sharing(t);
    const open = () =>
      openSession(`ws://127.0.0.1:${server.port}/`, {
        ...shared,
        options: { ...prior, closeWhenDone: false },
      });
    const [first, second] = [open(), open()];
    await first.until('ws.handshake');
    await second.until('ws.handshake');
    // The server does not answer the close frame, so the second cancel cuts the stream off.
    first.session.cancel();
    await first.until('ws.close');
    first.session.cancel();
    await first.session.finished;
    await second.session.send('x');
    await second.until('ws.message', 2);
    assert.equal(second.events('ws.message')[1]?.text, 'ok');
    assert.equal(shared.recording.connections().length, 1);
    while (ended.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(ended, [8]);
    await second.session.dispose();
  });

  test('carries a megabyte past the windows of the stream', async (t) => {
    const demo = await startTestDemoServer();
    t.after(() => demo.close());
    const text = randomBytes(500_000).toString('hex');
    const { session, events } = openSession(`${demo.urls.wss}/echo`, {
      ...sharing(t),
      steps: [sendText(text), waitForServer()],
      options: { ...secure, extraCa: [demo.caPem] },
    });
    await session.finished;
    assert.equal(events('ws.message')[1]?.bytes, text.length);
    assert.ok(events('h2.frame').filter(({ type }) => type === 'WINDOW_UPDATE').length > 0);
  });
});
