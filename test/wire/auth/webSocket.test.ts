import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocketServer } from 'ws';
import type { Authentication } from '../../../src/core/auth/authenticator.ts';
import { LocalEngine } from '../../../src/engine/localEngine.ts';
import type { WireEvent } from '../../../src/core/wire/events.ts';
import { preparedRequest } from '../../support/httpRun.ts';

/** A server whose WebSocket asks for Digest credentials; notes what Authorization came. */
async function serveProtected(t: TestContext): Promise<{ port: number; received: string[] }> {
  const received: string[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket: Socket, head: Buffer) => {
    const given = request.headers.authorization ?? '';
    received.push(given);
    if (given === '') {
      const challenge = 'WWW-Authenticate: Digest realm="live", nonce="abc", qop="auth"';
      socket.end(`HTTP/1.1 401 Unauthorized\r\n${challenge}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, received };
}

async function open(
  t: TestContext,
  port: number,
  authentication: Authentication,
): Promise<WireEvent[]> {
  const engine = new LocalEngine();
  t.after(() => engine.dispose());
  const exchange = await engine.start(
    preparedRequest(`ws://127.0.0.1:${port}/live?a=b`, {
      kind: 'websocket',
      authentication,
      secrets: ['pass-word'],
      options: { closeWhenDone: true, lingerMs: 10 },
    }),
  );
  await engine.finished(exchange);
  return (await engine.events(exchange, 0, 1000)).events;
}

describe('credentials of a WebSocket handshake', () => {
  test('Digest: the challenge is one hop, the handshake that answers it another', async (t) => {
    const { port, received } = await serveProtected(t);
    const events = await open(t, port, { scheme: 'digest', user: 'me', password: 'pass-word' });
    assert.equal(received[0], '');
    assert.match(received[1] ?? '', /^Digest username="me".*uri="\/live\?a=b".*nc=00000001/);
    const names = events.map(({ event }) => event);
    assert.equal(names.filter((name) => name === 'http.challenge').length, 1);
    assert.deepEqual(
      events.flatMap((event) => (event.event === 'ws.handshake' ? [event.status] : [])),
      [401, 101],
    );
    assert.equal(names.at(-1), 'exchange.completed');
  });

  test('a signature of AWS goes with the first handshake', async (t) => {
    const { port, received } = await serveProtected(t);
    await open(t, port, {
      scheme: 'aws',
      accessKey: 'AKID',
      secretKey: 'pass-word',
      token: null,
      region: 'eu-west-1',
      service: 'execute-api',
    });
    assert.equal(received.length, 1);
    assert.match(
      received[0] ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=host;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
  });

  test('the credentials are masked in what is recorded', async (t) => {
    const { port, received } = await serveProtected(t);
    const events = await open(t, port, { scheme: 'digest', user: 'me', password: 'pass-word' });
    const response = /response="(\w+)"/.exec(received[1] ?? '')?.[1] ?? 'none';
    assert.ok(!JSON.stringify(events).includes(response));
    assert.ok(JSON.stringify(events).includes('Digest ••••••'));
  });
});
