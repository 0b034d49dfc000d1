import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocketServer } from 'ws';
import type { ServerIdentity } from '../../support/tlsCertificates.ts';
import { makeAuthority, makeSelfSigned } from '../../support/tlsCertificates.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';

/** An echo server that would rather speak HTTP/2. */
async function secureEcho(t: TestContext, identity: ServerIdentity): Promise<string> {
  const server = createServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) =>
    socket.on('message', (data) => socket.send(data, { binary: false })),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  });
  return `wss://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a WebSocket over TLS', { timeout: 20_000 }, () => {
  test('asks for HTTP/1.1, and its frames are recorded as plaintext', async (t) => {
    const authority = await makeAuthority();
    const url = await secureEcho(t, await authority.issue());
    const { session, events } = openSession(url, {
      steps: [sendText('geheim'), waitForServer()],
      options: { extraCa: [authority.pem], closeWhenDone: true, lingerMs: 1 },
    });
    await session.finished;
    assert.deepEqual(events('tls.clientHello')[0]?.alpn, ['http/1.1']);
    assert.equal(events('tls.established')[0]?.alpn, 'http/1.1');
    assert.deepEqual(
      events('ws.message').map(({ dir, text }) => [dir, text]),
      [
        ['out', 'geheim'],
        ['in', 'geheim'],
      ],
    );
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
  });

  test('to a server with a self-signed certificate fails in phase tls, unless that is allowed', async (t) => {
    const url = await secureEcho(t, await makeSelfSigned());
    const strict = openSession(url);
    await strict.session.finished;
    assert.equal(strict.events('exchange.failed')[0]?.code, 'WB_TLS_SELF_SIGNED');
    assert.equal(strict.events('exchange.failed')[0]?.phase, 'tls');
    const insecure = openSession(url, { options: { verifyTls: false } });
    await insecure.until('ws.handshake');
    await insecure.session.dispose();
    assert.equal(insecure.events('exchange.failed').length, 0);
  });
});
