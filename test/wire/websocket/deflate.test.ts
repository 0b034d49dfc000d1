import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ServerOptions } from 'ws';
import { webSocketServer } from '../../support/wsServers.ts';
import { openSession } from '../../support/wsSession.ts';

const SMALL_AND_LARGE = ['', 'a', 'a', '你好'.repeat(50), 'x'.repeat(100_000), ''];

function deflatingEcho(
  t: TestContext,
  perMessageDeflate: ServerOptions['perMessageDeflate'],
): Promise<string> {
  return webSocketServer(
    t,
    (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })),
    { perMessageDeflate },
  );
}

const NEGOTIATED: { name: string; server: ServerOptions['perMessageDeflate']; params: object }[] = [
  { name: 'with context takeover', server: { threshold: 0 }, params: {} },
  {
    name: 'without context takeover on either side',
    server: { threshold: 0, clientNoContextTakeover: true, serverNoContextTakeover: true },
    params: { client_no_context_takeover: true, server_no_context_takeover: true },
  },
  {
    name: 'with small windows',
    server: { threshold: 0, clientMaxWindowBits: 9, serverMaxWindowBits: 10 },
    params: { client_max_window_bits: '9', server_max_window_bits: '10' },
  },
];

describe('permessage-deflate', { timeout: 30_000 }, () => {
  for (const { name, server, params } of NEGOTIATED) {
    test(`${name} goes both ways, and the recording has the original`, async (t) => {
      const url = await deflatingEcho(t, server);
      const { session, events, until } = openSession(url, { options: { deflate: true } });
      await until('ws.handshake');
      assert.deepEqual(events('ws.handshake')[0]?.extensions, [
        { name: 'permessage-deflate', params },
      ]);
      for (const text of SMALL_AND_LARGE) await session.send(text);
      const noise = randomBytes(1000);
      await session.send(noise);
      await until('ws.message', 2 * (SMALL_AND_LARGE.length + 1));
      for (const dir of ['out', 'in']) {
        const messages = events('ws.message').filter((message) => message.dir === dir);
        assert.deepEqual(
          messages.map(({ text, base64 }) => text ?? base64),
          [...SMALL_AND_LARGE, noise.toString('base64')],
        );
        assert.ok(messages.every(({ compressed }) => compressed));
        assert.ok(messages[4]!.wireBytes < 1000, 'a hundred thousand x become few bytes');
        assert.equal(messages[4]!.bytes, 100_000);
      }
      assert.ok(
        events('ws.frame')
          .filter(({ opcode }) => opcode < 8)
          .every(({ rsv }) => rsv[0] === 1),
      );
      await session.dispose();
    });
  }

  test('that the server declines leaves messages as they are', async (t) => {
    const url = await deflatingEcho(t, false);
    const { session, events, until } = openSession(url, { options: { deflate: true } });
    await until('ws.handshake');
    await session.send('plain');
    await until('ws.message', 2);
    assert.ok(events('ws.message').every(({ compressed }) => !compressed));
    assert.ok(events('ws.frame').every(({ rsv }) => rsv[0] === 0));
    await session.dispose();
  });

  test('keeps messages, pings and the close in the order in which they were asked for', async (t) => {
    const heard: string[] = [];
    const closed = Promise.withResolvers<void>();
    const url = await webSocketServer(
      t,
      (socket) => {
        socket.on('message', (data: Buffer) => heard.push(`message ${data.length}`));
        socket.on('ping', () => heard.push('ping'));
        socket.on('close', (code) => heard.push(`close ${code}`));
        socket.on('close', () => closed.resolve());
      },
      { perMessageDeflate: true },
    );
    const { session, until } = openSession(url, { options: { deflate: true } });
    await until('ws.handshake');
    await Promise.all([
      session.send('x'.repeat(200_000)),
      session.ping(Buffer.from('p')),
      session.send('y'),
      session.close(1000, ''),
    ]);
    await closed.promise;
    await session.finished;
    assert.deepEqual(heard, ['message 200000', 'ping', 'message 1', 'close 1000']);
  });
});
