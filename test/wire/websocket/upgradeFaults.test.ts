import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { WireEvent } from '../../../src/core/wire/events.ts';
import type { HeaderField } from '../../../src/core/wire/wireFacts.ts';
import { deafPort } from '../../support/httpServers.ts';
import { acceptOf, scriptedServer, switchingProtocols } from '../../support/wsServers.ts';
import type { RecordedSession } from '../../support/wsSession.ts';
import { openSession } from '../../support/wsSession.ts';

type Failure = Extract<WireEvent, { event: 'exchange.failed' }>;

interface Fault {
  name: string;
  answer: (key: string) => string;
  code: string;
  params: Record<string, string>;
  headers?: HeaderField[];
  deflate?: boolean;
}

const UPGRADE = 'Upgrade: websocket';
const CONNECTION = 'Connection: Upgrade';

function answer(...lines: string[]): string {
  return [...lines, '\r\n'].join('\r\n');
}

const SWITCHING = 'HTTP/1.1 101 Switching Protocols';

const FAULTS: Fault[] = [
  {
    name: 'no Upgrade header',
    answer: (key) => answer(SWITCHING, CONNECTION, `Sec-WebSocket-Accept: ${acceptOf(key)}`),
    code: 'WB_WS_BAD_UPGRADE',
    params: { reason: 'Upgrade is missing.', rfc: 'RFC 6455 §4.1' },
  },
  {
    name: 'an upgrade to another protocol',
    answer: (key) =>
      answer(SWITCHING, 'Upgrade: h2c', CONNECTION, `Sec-WebSocket-Accept: ${acceptOf(key)}`),
    code: 'WB_WS_BAD_UPGRADE',
    params: { reason: 'Upgrade is “h2c”.' },
  },
  {
    name: 'no Connection header',
    answer: (key) => answer(SWITCHING, UPGRADE, `Sec-WebSocket-Accept: ${acceptOf(key)}`),
    code: 'WB_WS_BAD_UPGRADE',
    params: { reason: 'Connection is missing.' },
  },
  {
    name: 'a Connection header that closes',
    answer: (key) =>
      answer(SWITCHING, UPGRADE, 'Connection: close', `Sec-WebSocket-Accept: ${acceptOf(key)}`),
    code: 'WB_WS_BAD_UPGRADE',
    params: { reason: 'Connection is “close”.' },
  },
  {
    name: 'a wrong Accept',
    answer: () => answer(SWITCHING, UPGRADE, CONNECTION, 'Sec-WebSocket-Accept: bm90IHRoaXM='),
    code: 'WB_WS_BAD_ACCEPT',
    params: { accept: 'bm90IHRoaXM=' },
  },
  {
    name: 'no Accept',
    answer: () => answer(SWITCHING, UPGRADE, CONNECTION),
    code: 'WB_WS_BAD_ACCEPT',
    params: { accept: 'nothing' },
  },
  {
    name: 'an unasked subprotocol',
    answer: (key) => switchingProtocols(key, 'Sec-WebSocket-Protocol: chat'),
    code: 'WB_WS_BAD_SUBPROTOCOL',
    params: { protocol: 'chat', offered: '' },
  },
  {
    name: 'a subprotocol that differs in case from what was asked',
    headers: [['Sec-WebSocket-Protocol', 'soap, wamp']],
    answer: (key) => switchingProtocols(key, 'Sec-WebSocket-Protocol: WAMP'),
    code: 'WB_WS_BAD_SUBPROTOCOL',
    params: { protocol: 'WAMP', offered: 'soap, wamp' },
  },
  {
    name: 'an unasked extension',
    answer: (key) => switchingProtocols(key, 'Sec-WebSocket-Extensions: permessage-deflate'),
    code: 'WB_WS_BAD_EXTENSION',
    params: { reason: 'permessage-deflate was not offered.' },
  },
  {
    name: 'a malformed extension header',
    deflate: true,
    answer: (key) => switchingProtocols(key, 'Sec-WebSocket-Extensions: permessage-deflate;;'),
    code: 'WB_WS_BAD_EXTENSION',
    params: { reason: 'Unexpected character at index 19.' },
  },
  {
    name: 'an unknown parameter of permessage-deflate',
    deflate: true,
    answer: (key) => switchingProtocols(key, 'Sec-WebSocket-Extensions: permessage-deflate; x=1'),
    code: 'WB_WS_BAD_EXTENSION',
    params: { reason: 'Unknown parameter "x".' },
  },
  {
    name: 'permessage-deflate twice',
    deflate: true,
    answer: (key) =>
      switchingProtocols(
        key,
        'Sec-WebSocket-Extensions: permessage-deflate',
        'Sec-WebSocket-Extensions: permessage-deflate',
      ),
    code: 'WB_WS_BAD_EXTENSION',
    params: { reason: 'permessage-deflate is accepted twice.' },
  },
  {
    name: 'a client window that was not offered',
    headers: [['Sec-WebSocket-Extensions', 'permessage-deflate']],
    answer: (key) =>
      switchingProtocols(
        key,
        'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10',
      ),
    code: 'WB_WS_BAD_EXTENSION',
    params: { reason: 'Unexpected or invalid parameter "client_max_window_bits".' },
  },
  {
    name: 'an extension named like a property of every object',
    answer: (key) => switchingProtocols(key, 'Sec-WebSocket-Extensions: constructor'),
    code: 'WB_WS_BAD_EXTENSION',
    params: { reason: 'constructor was not offered.' },
  },
];

async function failureOf(recorded: RecordedSession): Promise<Failure> {
  await recorded.session.finished;
  const [failure, ...more] = recorded.events('exchange.failed');
  assert.equal(more.length, 0);
  assert.ok(failure);
  assert.equal(recorded.events('exchange.completed')[0]?.outcome, 'failed');
  return failure;
}

function once(answered: (key: string) => string): (socket: Socket, key: string) => void {
  return (socket, key) => socket.write(answered(key));
}

describe('a 101 that cannot be accepted', { timeout: 20_000 }, () => {
  for (const { name, answer: answered, code, params, headers = [], deflate = false } of FAULTS) {
    test(`${name} is ${code}; the answer stays visible and nothing more is sent`, async (t) => {
      const server = await scriptedServer(t, once(answered));
      const recorded = openSession(server.url, { headers, options: { deflate } });
      const failure = await failureOf(recorded);
      assert.equal(failure.code, code);
      assert.equal(failure.phase, 'upgrade');
      for (const [key, value] of Object.entries(params)) assert.equal(failure.params[key], value);
      assert.equal(recorded.events('ws.handshake')[0]?.status, 101);
      assert.equal((await server.received).length, 0);
    });
  }

  test('a wrong Accept says the key and what was expected', async (t) => {
    const server = await scriptedServer(
      t,
      once(() => answer(SWITCHING, UPGRADE, CONNECTION, `Sec-WebSocket-Accept: ${acceptOf('x')}`)),
    );
    const recorded = openSession(server.url);
    const { params } = await failureOf(recorded);
    assert.equal(params['expected'], acceptOf(params['key'] ?? ''));
    const [handshake] = recorded.events('ws.handshake');
    assert.equal(handshake?.acceptOk, false);
    assert.equal(handshake.accept, acceptOf('x'));
  });
});

describe('a refused upgrade', { timeout: 20_000 }, () => {
  test('keeps status, headers and body', async (t) => {
    const body = '{"error":"no seat left"}';
    const server = await scriptedServer(
      t,
      once(() =>
        answer(
          'HTTP/1.1 503 Service Unavailable',
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          'Retry-After: 7',
        ).concat(body),
      ),
    );
    const recorded = openSession(server.url);
    const failure = await failureOf(recorded);
    assert.equal(failure.code, 'WB_WS_REFUSED');
    assert.equal(failure.params['status'], '503');
    const [response] = recorded.events('http.response');
    assert.equal(response?.status, 503);
    assert.equal(response.reason, 'Service Unavailable');
    assert.deepEqual(response.headers.at(-1), ['Retry-After', '7']);
    assert.equal(recorded.events('http.body')[0]?.text, body);
  });

  test('may be a 200, its body ended by the end of the connection', async (t) => {
    const server = await scriptedServer(t, (socket) =>
      socket.end(answer('HTTP/1.1 200 OK', 'Content-Type: text/html').concat('<h1>Hi</h1>')),
    );
    const recorded = openSession(server.url);
    const failure = await failureOf(recorded);
    assert.equal(failure.code, 'WB_WS_REFUSED');
    assert.equal(failure.params['status'], '200');
    assert.equal(recorded.events('http.body')[0]?.text, '<h1>Hi</h1>');
  });

  test('may have a compressed body in chunks', async (t) => {
    const body = gzipSync('no seat left');
    const server = await scriptedServer(t, (socket) => {
      const headers = ['Content-Encoding: gzip', 'Transfer-Encoding: chunked'];
      socket.write(answer('HTTP/1.1 429 Too Many Requests', ...headers));
      socket.write(`${body.length.toString(16)}\r\n`);
      socket.write(body);
      socket.write('\r\n0\r\n\r\n');
    });
    const recorded = openSession(server.url);
    assert.equal((await failureOf(recorded)).params['status'], '429');
    const [shown] = recorded.events('http.body');
    assert.equal(shown?.text, 'no seat left');
    assert.equal(shown.encoding, 'gzip');
    assert.equal(shown.received.wireBytes, body.length);
  });

  test('may have a body that breaks off', async (t) => {
    const server = await scriptedServer(t, (socket) =>
      socket.end(answer('HTTP/1.1 403 Forbidden', 'Content-Length: 100').concat('you')),
    );
    const recorded = openSession(server.url);
    assert.equal((await failureOf(recorded)).code, 'WB_WS_REFUSED');
    assert.equal(recorded.events('http.body')[0]?.text, 'you');
  });

  test('may be a redirect, which is shown and not followed', async (t) => {
    const server = await scriptedServer(
      t,
      once(() =>
        answer('HTTP/1.1 302 Found', 'Location: wss://other.example/ws', 'Content-Length: 0'),
      ),
    );
    const { params } = await failureOf(openSession(server.url));
    assert.equal(params['status'], '302');
    assert.equal(params['location'], 'wss://other.example/ws');
  });
});

describe('an upgrade without an answer', { timeout: 20_000 }, () => {
  test('when the server closes', async (t) => {
    const server = await scriptedServer(t, (socket) => socket.end());
    const failure = await failureOf(openSession(server.url));
    assert.equal(failure.code, 'WB_WS_CLOSED_IN_UPGRADE');
    assert.equal(failure.phase, 'upgrade');
  });

  test('when the server closes in the middle of the headers', async (t) => {
    const server = await scriptedServer(t, (socket) => socket.end(`${SWITCHING}\r\nUpgr`));
    assert.equal((await failureOf(openSession(server.url))).code, 'WB_WS_CLOSED_IN_UPGRADE');
  });

  test('when the server resets the connection', async (t) => {
    const server = await scriptedServer(t, (socket) => socket.resetAndDestroy());
    const failure = await failureOf(openSession(server.url));
    assert.deepEqual([failure.code, failure.phase], ['WB_CONNECTION_RESET', 'upgrade']);
    assert.equal(failure.cause, 'ECONNRESET');
  });

  test('when the server resets the connection in the middle of the headers', async (t) => {
    const server = await scriptedServer(t, (socket) => {
      socket.write(`${SWITCHING}\r\nUpgr`, () => setTimeout(() => socket.resetAndDestroy(), 50));
    });
    const failure = await failureOf(openSession(server.url));
    assert.deepEqual([failure.code, failure.phase], ['WB_CONNECTION_RESET', 'upgrade']);
  });

  test('when none comes in time', async (t) => {
    const server = await scriptedServer(t, () => undefined);
    const failure = await failureOf(openSession(server.url, { options: { timeoutMs: 1000 } }));
    assert.equal(failure.code, 'WB_TIMEOUT');
    assert.equal(failure.phase, 'upgrade');
    assert.equal(failure.params['limit'], '1 s');
  });

  test('when the port answers no connection attempt in the time of the request', async (t) => {
    const url = `ws://127.0.0.1:${await deafPort(t)}/`;
    const failure = await failureOf(openSession(url, { options: { timeoutMs: 100 } }));
    assert.equal(failure.code, 'WB_TCP_TIMEOUT');
    assert.equal(failure.phase, 'tcp');
    assert.equal(failure.params['limit'], '0.1 s');
  });

  test('when it is not HTTP', async (t) => {
    const server = await scriptedServer(
      t,
      once(() => 'SSH-2.0-OpenSSH_9.2\r\n'),
    );
    const failure = await failureOf(openSession(server.url));
    assert.equal(failure.code, 'WB_HTTP_MALFORMED_STATUS_LINE');
  });

  test('when it is cancelled', async (t) => {
    const server = await scriptedServer(t, () => undefined);
    const { session, events } = openSession(server.url);
    await server.head;
    session.cancel();
    await session.finished;
    assert.equal(events('exchange.completed')[0]?.outcome, 'cancelled');
    assert.equal((await server.received).length, 0);
  });
});

describe('the upgrade request', { timeout: 20_000 }, () => {
  test('carries what the file says in its order, and ours where the file says nothing', async (t) => {
    const server = await scriptedServer(t, (socket) => socket.end());
    const recorded = openSession(`${server.url}a/../b?q=%7e#part`, {
      headers: [
        ['X-First', '1'],
        ['hOST', 'example.org'],
        ['X-First', '2'],
        ['Sec-WebSocket-Protocol', 'soap, wamp'],
      ],
      options: { deflate: true },
    });
    const lines = (await server.head).split('\r\n');
    const key = lines.find((line) => line.startsWith('Sec-WebSocket-Key: ')) ?? '';
    assert.equal(Buffer.from(key.slice(19), 'base64').length, 16);
    assert.deepEqual(lines, [
      'GET /a/../b?q=%7e HTTP/1.1',
      'Upgrade: websocket',
      'Connection: Upgrade',
      key,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
      'X-First: 1',
      'hOST: example.org',
      'X-First: 2',
      'Sec-WebSocket-Protocol: soap, wamp',
      '',
      '',
    ]);
    await recorded.session.finished;
    const [request] = recorded.events('http.request');
    assert.deepEqual(
      request?.headers.map(([name, value]) => `${name}: ${value}`),
      lines.slice(1, -2),
    );
  });

  test('takes a key that the file gives', async (t) => {
    const server = await scriptedServer(t, once(switchingProtocols));
    const { session, events, until } = openSession(server.url, {
      headers: [['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==']],
    });
    await until('ws.handshake');
    assert.equal(events('ws.handshake')[0]?.accept, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    await session.dispose();
  });

  test('with a header value that holds a line break is not sent', async (t) => {
    const server = await scriptedServer(t, () => undefined);
    const recorded = openSession(server.url, { headers: [['X-Evil', 'a\r\nX-More: b']] });
    const failure = await failureOf(recorded);
    assert.equal(failure.code, 'WB_INVALID_HEADER');
    assert.equal(failure.phase, 'prepare');
    assert.deepEqual(recorded.events('tcp.attempt'), []);
  });
});
