import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { socketNotes } from '../../../src/console/lanes/laneWords.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import { serveTcp } from '../../support/httpServers.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const stray = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

describe('bytes behind the response', () => {
  for (const [method, answer, end] of [
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 'Content-Length: 2'],
    [
      'GET',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      'Transfer-Encoding: chunked',
    ],
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n', 'HEAD'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', '204'],
  ] as const) {
    test(`that ends by ${end} are a failure that keeps the response`, async (t) => {
      const server = await serveTcp(t, (socket) =>
        socket.on('data', () => socket.write(answer + stray)),
      );
      const runner = new HttpRunner(t);
      const url = `http://127.0.0.1:${server.port}/`;
      const sink = await runner.run(url, { method });
      assert.deepEqual([sink.error?.code, sink.error?.phase], ['WB_HTTP_STRAY_BYTES', 'receive']);
      assert.deepEqual(
        ['stray', 'end', 'excerpt'].map((name) => sink.error?.params[name]),
        [
          `${stray.length} bytes`,
          end,
          String.raw`HTTP/1.1 200 OK\x0d\x0aContent-Length: 0\x0d\x0a\x0d\x0a`,
        ],
      );
      assert.equal(sink.all('http.response').length, 1);
      assert.equal(sink.bodyText, answer.includes('ok') ? 'ok' : '');
      assert.equal(runner.recorder.connections[0]?.reason, 'stray-bytes');
    });
  }

  test('are no answer to the next request', async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.on('data', () =>
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok${stray}`),
      ),
    );
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await runner.run(url);
    const second = await runner.run(url);
    assert.equal(second.bodyText, 'ok');
    assert.deepEqual(second.all('connection.reused'), []);
  });

  test('are told of the connection where they come later, with secrets masked', async (t) => {
    const late = 'HTTP/1.1 408 Request Timeout\r\nX-Key: hush-hush\r\n\r\n';
    const server = await serveTcp(t, (socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n')),
    );
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { secrets: ['hush-hush'] });
    const exchange = http.recording.exchange(id)!;
    assert.deepEqual([exchange.state, exchange.connection?.closed], ['completed', null]);
    server.sockets[0]?.write(late);
    while (http.recording.connection(1)?.closed === null) await sleep(5);
    const excerpt = String.raw`HTTP/1.1 408 Request Timeout\x0d\x0aX-Key: *********\x0d\x0a\x0d\x0a`;
    assert.deepEqual(http.recording.connection(1)?.closed, {
      by: 'local',
      reason: 'stray-bytes',
      stray: { lengthBytes: late.length, excerpt },
    });
    const [socket] = http.recording.lanes('newest').sockets;
    assert.match(
      socketNotes(socket!, 0).at(-1)!,
      /by us: 50 B that nobody had asked for: HTTP\/1\.1 408 Request Timeout/,
    );
  });

  test('are another protocol’s after 101, which is no failure', async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.once('data', () =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nxyz',
        ),
      ),
    );
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      headers: [
        ['Upgrade', 'x'],
        ['Connection', 'Upgrade'],
      ],
    });
    assert.deepEqual([sink.outcome, sink.one('http.response').status], ['ok', 101]);
  });
});

for (const [asked, upgrade, told] of [
  [[], 'Upgrade: websocket\r\n', 'websocket'],
  [[['Upgrade', 'x']], 'Upgrade: y\r\n', 'y'],
  [[], '', ''],
] as const) {
  test(`a 101 to ${told || 'nothing'} that was not asked for is a failure`, async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 101 Switching\r\n${upgrade}\r\nxyz`)),
    );
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      headers: [...asked],
    });
    assert.equal(sink.one('http.response').status, 101);
    assert.deepEqual([sink.outcome, sink.error?.code], ['failed', 'WB_HTTP_UNASKED_SWITCH']);
    assert.equal(sink.error?.params['protocol'], told);
  });
}

describe('a server that falls silent', () => {
  for (const [when, answer, phase, received] of [
    ['before its answer', '', 'wait', '0 bytes'],
    ['in its headers', 'HTTP/1.1 200 OK\r\nA', 'receive', '18 bytes'],
    ['in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'receive', '42 bytes'],
  ] as const) {
    test(`${when} is said with phase, bytes and silence when the time is over`, async (t) => {
      const server = await serveTcp(t, (socket) => {
        socket.once('data', () => socket.write(answer));
      });
      const http = new RecordedHttp(t);
      const url = `http://127.0.0.1:${server.port}/`;
      const { failure } = http.recording.exchange(
        await http.run(url, { options: { timeoutMs: 2_000 } }),
      )!;
      assert.deepEqual([failure?.code, failure?.phase], ['WB_TIMEOUT', phase]);
      assert.match(
        failure?.message ?? '',
        new RegExp(
          `^The request took longer than 2 s: ${received} had come, and nothing in the last \\d\\.\\d s\\.$`,
        ),
      );
    });
  }
});
