import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { holdConversation } from '../../support/conversation.ts';
import { serveDamagedTls } from '../../support/damagedTls.ts';
import { closedPort } from '../../support/httpServers.ts';
import { opensslIsMissing, startOpenssl } from '../../support/openssl.ts';
import {
  freeUdpPort,
  silentUdpPort,
  socatIsMissing,
  startSocat,
  tcpServer,
} from '../../support/rawServers.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

const text = (base64: string) => Buffer.from(base64, 'base64').toString();

describe('a raw TCP conversation', () => {
  test('with socat: what is sent comes back', { skip: socatIsMissing }, async (t) => {
    const port = await startSocat(t, 'TCP', 'cat');
    const held = await holdConversation(`TCP localhost:${port}

你好
=== expect text == "你好"
=== send hex
00 ff
=== expect hex == 00 ff
=== close
=== expect close`);
    assert.deepEqual(held.expectations, ['✓ 4 text == "你好"', '✓ 7 hex == 00 ff', '✓ 9 close']);
    assert.deepEqual(
      held.events('raw.data').map(({ dir, bytes }) => `${dir} ${bytes}`),
      ['out 6', 'in 6', 'out 2', 'in 2'],
    );
    assert.deepEqual(
      held.events('exchange.started').map(({ kind, method, url }) => [kind, method, url]),
      [['tcp', 'TCP', `tcp://localhost:${port}`]],
    );
    const [completed] = held.events('exchange.completed');
    assert.equal(completed?.outcome, 'ok');
    assert.deepEqual(completed?.bytes, { sent: 8, received: 8 });
    assert.equal(held.events('tcp.connected').length, 1);
  });

  test('has no message borders: expectations take what they need of the stream', async (t) => {
    const { port } = await tcpServer(t, (socket) => {
      socket.write('HEL');
      setTimeout(() => socket.write('LO world {"a":[1'), 30);
      setTimeout(() => socket.end(',2]}'), 60);
    });
    const held = await holdConversation(`tcp://127.0.0.1:${port}

=== expect text startsWith "HELLO"
=== expect bytes == 1
=== expect /w\\w+d/
=== capture word = text
=== expect
{ "a": [2] }
=== expect close`);
    assert.deepEqual(
      held.expectations.map((line) => line.slice(0, 1)),
      ['✓', '✓', '✓', '✓', '✓'],
    );
    assert.deepEqual(held.captures, { word: 'world' });
    // How many reads it took is the system's business; that each is told, and none twice, is ours.
    const read = held.events('raw.data').map(({ base64 }) => Buffer.from(base64, 'base64'));
    assert.equal(Buffer.concat(read).toString(), 'HELLO world {"a":[1,2]}');
  });

  test('sends lines as they should end', async (t) => {
    const received: string[] = [];
    const { port } = await tcpServer(t, (socket) => {
      socket.on('data', (chunk) => received.push(String(chunk)));
      socket.on('end', () => socket.end());
    });
    await holdConversation(
      `# @line-end crlf\nTCP 127.0.0.1:${port}\n\nGET / HTTP/1.1\nHost: a\n\n=== send lf\nlast\n=== close`,
    );
    assert.equal(received.join(''), 'GET / HTTP/1.1\r\nHost: a\r\nlast\n');
  });

  test('half-close: after our FIN the server may still talk', async (t) => {
    const { port } = await tcpServer(t, (socket) => {
      let got = '';
      socket.on('data', (chunk) => (got += String(chunk)));
      socket.on('end', () => setTimeout(() => socket.end(`got ${got}`), 30));
    });
    const held = await holdConversation(
      `TCP 127.0.0.1:${port}\n\nabc\n=== close\n=== expect text == "got abc"\n=== expect close`,
    );
    assert.deepEqual(held.expectations, ['✓ 5 text == "got abc"', '✓ 6 close']);
    assert.equal(held.events('exchange.completed')[0]?.outcome, 'ok');
  });

  test('a reset, a refusal and a close in the middle say so, with their phase', async (t) => {
    const resetting = await tcpServer(t, (socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    const reset = await holdConversation(`TCP 127.0.0.1:${resetting.port}\n\na\n=== expect`);
    assert.deepEqual(
      reset.events('exchange.failed').map(({ code, phase }) => [code, phase]),
      [['WB_CONNECTION_RESET', 'messages']],
    );
    assert.equal(
      reset.events('exchange.failed')[0]?.message,
      'The connection was reset by the other side.',
    );
    assert.deepEqual(reset.events('expect')[0]?.missing, 'closed');
    const refused = await holdConversation(`TCP 127.0.0.1:${await closedPort()}\n\na`);
    assert.deepEqual(
      refused.events('exchange.failed').map(({ code, phase }) => [code, phase]),
      [['WB_TCP_REFUSED', 'tcp']],
    );
    const ending = await tcpServer(t, (socket) => socket.end());
    const early = await holdConversation(`TCP 127.0.0.1:${ending.port}\n\n=== wait-for-server`);
    assert.equal(early.events('exchange.failed')[0]?.code, 'WB_WS_CLOSED_EARLY');
  });

  test('ends when the time of # @timeout is over, whatever it does', async (t) => {
    const { port } = await tcpServer(t, (socket) => {
      const talking = setInterval(() => socket.write('tick'), 20);
      socket.on('close', () => clearInterval(talking));
    });
    for (const directives of ['', '# @keep-streaming\n']) {
      const held = await holdConversation(
        `${directives}# @timeout 300 ms\nTCP 127.0.0.1:${port}\n\nhi`,
      );
      const [failed] = held.events('exchange.failed');
      assert.deepEqual([failed?.code, failed?.phase], ['WB_TIMEOUT', 'messages']);
    }
  });

  test('masks secrets in what was exchanged', async (t) => {
    const { port } = await tcpServer(t, (socket) => socket.pipe(socket));
    const held = await holdConversation(
      `TCP 127.0.0.1:${port}\n\nkey {{key}}\n=== expect text contains "{{key}}"`,
      { 'http-client.private.env.json': '{"dev":{"key":"secret-value"}}' },
    );
    assert.equal(held.expectations[0], '✓ 4 text contains "{{key}}"');
    assert.equal(text(held.events('raw.data')[1]?.base64 ?? ''), 'key ************');
  });
});

describe('a raw TLS conversation', () => {
  test('with openssl s_server', { skip: opensslIsMissing }, async (t) => {
    const authority = await makeAuthority();
    const { port } = await startOpenssl(t, await authority.issue(), ['-quiet']);
    const request = `TLS localhost:${port}\n\n=== send crlf\nGET / HTTP/1.0\n\n=== expect text contains "s_server"`;
    const held = await holdConversation(`# @insecure\n${request}`);
    assert.equal(held.expectations[0], '✓ 7 text contains "s_server"');
    assert.equal(held.events('tls.established').length, 1);
    const unknown = await holdConversation(request);
    assert.deepEqual(
      unknown.events('exchange.failed').map(({ code, phase }) => [code, phase]),
      [['WB_TLS_UNKNOWN_AUTHORITY', 'tls']],
    );
  });

  test('that breaks over a record says so, and keeps what had come', async (t) => {
    const server = await serveDamagedTls(t, await (await makeAuthority()).issue(), 'part');
    const held = await holdConversation(
      `# @insecure\nTLS localhost:${server.port}\n\na\n=== expect text == "part"\n=== expect close`,
    );
    assert.match(held.expectations[0] ?? '', /^✓/);
    assert.deepEqual(
      held.events('exchange.failed').map(({ code, phase }) => [code, phase]),
      [['WB_TLS_BAD_RECORD', 'messages']],
    );
  });

  test('to a server that speaks no TLS fails in phase tls', async (t) => {
    const { port } = await tcpServer(t, (socket) => socket.end('220 hello\r\n'));
    const held = await holdConversation(`TLS 127.0.0.1:${port}\n\na`);
    assert.equal(held.events('exchange.failed')[0]?.phase, 'tls');
  });
});

describe('a raw UDP conversation', () => {
  test('with socat: datagrams have borders', { skip: socatIsMissing }, async (t) => {
    const port = await startSocat(t, 'UDP', 'cat');
    const held = await holdConversation(`UDP localhost:${port}

one
=== expect text == "one"
===
two!
=== expect bytes == 4`);
    assert.deepEqual(held.expectations, ['✓ 4 text == "one"', '✓ 7 bytes == 4']);
    assert.deepEqual(
      held.events('raw.data').map(({ dir, bytes }) => `${dir} ${bytes}`),
      ['out 3', 'in 3', 'out 4', 'in 4'],
    );
    const [completed] = held.events('exchange.completed');
    assert.deepEqual([completed?.outcome, completed?.timings.tcp], ['ok', null]);
    assert.equal(held.events('udp.connected')[0]?.remote.port, port);
  });

  test('ends when the time of # @timeout is over', async (t) => {
    const port = await silentUdpPort(t);
    const held = await holdConversation(
      `# @timeout 200 ms\nUDP 127.0.0.1:${port}\n\nhello\n=== wait-for-server`,
    );
    assert.equal(held.events('exchange.failed')[0]?.code, 'WB_TIMEOUT');
  });

  for (const step of ['=== send\nx', '=== wait-for-server']) {
    test(`with ${JSON.stringify(step)} behind its close is a fault of the file`, async (t) => {
      const port = await silentUdpPort(t);
      const held = await holdConversation(`UDP 127.0.0.1:${port}\n\nhello\n=== close\n${step}`);
      const [failed] = held.events('exchange.failed');
      assert.deepEqual([failed?.code, failed?.params['line']], ['WB_INVALID_REQUEST', '5']);
    });
  }

  test('to a port where nobody listens hears of it by ICMP', async () => {
    const port = await freeUdpPort();
    const held = await holdConversation(`UDP 127.0.0.1:${port}\n\nhello\n=== expect within 60 s`);
    assert.deepEqual(
      held.events('exchange.failed').map(({ code, phase, cause }) => [code, phase, cause]),
      [['WB_UDP_REFUSED', 'receive', 'ECONNREFUSED']],
    );
  });
});
