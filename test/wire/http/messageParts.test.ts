import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveHttp2 } from '../../support/http2Server.ts';
import { serveHttp, serveTcp } from '../../support/httpServers.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const options = { cookieJar: false };

/** Answers the first bytes of each connection with these, one write each. */
function answering(writes: readonly string[]): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => void writeAll(socket, writes));
  };
}

async function writeAll(socket: Socket, writes: readonly string[]): Promise<void> {
  for (const text of writes) {
    socket.write(text, 'latin1');
    await sleep(20);
  }
}

/** Labels of the borders of all wire rows of a direction. */
function borders(http: RecordedHttp, id: number, direction: 'in' | 'out'): string[] {
  return http
    .rows(id, 'wire')
    .filter((row) => row.direction === direction)
    .flatMap(({ row }) => http.detail(id, 'wire', row).borders)
    .map(({ label, extension }) => (extension === undefined ? label : `${label};${extension}`));
}

describe('the parts of an HTTP/1.1 message', () => {
  test('are told and drawn: interim heads, chunks with extensions, trailers', async (t) => {
    const server = await serveTcp(
      t,
      answering([
        'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3;q="1"\r\nabc\r',
        '\n0A\r\n0123',
        '456789\r\n0\r\nX-Sum: 13\r\n\r\n',
      ]),
    );
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    assert.deepEqual(borders(http, id, 'in'), [
      '103 head',
      'head',
      'chunk of 3 bytes;q="1"',
      'chunk of 10 bytes',
      'last chunk',
      'trailers',
    ]);
    const told = http.events(id).filter(({ event }) => event.startsWith('http.'));
    assert.deepEqual(
      told.map(({ event }) => event),
      [
        'http.request',
        'http.informational',
        'http.response',
        'http.chunk',
        'http.chunk',
        'http.chunk',
        'http.trailers',
        'http.body',
      ],
    );
    const chunks = told.filter((event) => event.event === 'http.chunk');
    assert.deepEqual(
      chunks.map(({ dir, size, extension }) => [dir, size, extension]),
      [
        ['in', 3, 'q="1"'],
        ['in', 10, undefined],
        ['in', 0, undefined],
      ],
    );
    assert.deepEqual(http.recording.exchange(id)?.hops[0]?.trailers, [['X-Sum', '13']]);
  });

  test('are drawn of the next request on the same connection too', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.write('first');
      response.end('second');
    });
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${server.port}/`;
    await http.run(url, { options });
    const id = await http.run(url, { options });
    assert.equal(http.recording.connections().length, 1);
    assert.deepEqual(borders(http, id, 'in'), [
      'head',
      'chunk of 5 bytes',
      'chunk of 6 bytes',
      'last chunk',
    ]);
  });

  test('show the chunks of a request', async (t) => {
    const server = await serveHttp(t, async (request, response) => {
      for await (const chunk of request) response.write(chunk);
      response.end();
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      method: 'DELETE',
      headers: [['Transfer-Encoding', 'chunked']],
      body: 'hello',
      options,
    });
    assert.deepEqual(borders(http, id, 'out'), ['head', 'chunk of 5 bytes', 'last chunk']);
    assert.equal(http.recording.exchange(id)?.state, 'completed');
  });

  test('keep their border where a body has a length', async (t) => {
    const server = await serveTcp(t, answering(['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi']));
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body: 'hello',
      options,
    });
    assert.deepEqual(borders(http, id, 'in'), ['head', 'body']);
    assert.deepEqual(borders(http, id, 'out'), ['head', 'body']);
  });

  test('of HTTP/2 are its frames, and its trailers are told alike', async (t) => {
    const server = await serveHttp2(t, (stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '3' }));
      stream.end('abc');
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      options: { ...options, httpVersion: '2-prior' },
    });
    assert.deepEqual(http.recording.exchange(id)?.hops[0]?.trailers, [['x-sum', '3']]);
    const drawn = borders(http, id, 'in');
    assert.equal(drawn[0], 'SETTINGS');
    assert.deepEqual(
      drawn.filter((label) => label.endsWith('#1')),
      ['HEADERS #1', 'DATA #1', 'HEADERS #1'],
    );
  });

  test('hide secrets of trailers on the wire', async (t) => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n';
    const server = await serveTcp(t, answering([`${head}X-Api-Key: s3cr3t\r\n\r\n`]));
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    assert.deepEqual(http.recording.exchange(id)?.hops[0]?.trailers, [['X-Api-Key', '••••••']]);
    const shown = http.rows(id, 'wire').map(({ preview }) => preview);
    assert.match(shown.join(''), /X-Api-Key: \*{6}/);
    assert.doesNotMatch(shown.join(''), /s3cr3t/);
  });

  test('do not let trailers change what came in front of them', async (t) => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n';
    const server = await serveTcp(t, answering([`${head}Content-Length: 5\r\n\r\n`]));
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    const { failure, hops } = http.recording.exchange(id)!;
    assert.equal(failure?.code, 'WB_HTTP_FORBIDDEN_TRAILER');
    assert.equal(failure.phase, 'receive');
    assert.equal(failure.params['name'], 'Content-Length');
    assert.equal(hops[0]?.body?.bytes, 2);
    assert.deepEqual(hops[0]?.trailers, [['Content-Length', '5']]);
  });
});
