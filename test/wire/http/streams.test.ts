import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { serveHttp2 } from '../../support/http2Server.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';

const options = { cookieJar: false };

function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
}

/** Waits until something is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

describe('server-sent events', () => {
  test('are right where a chunk ends inside a character', async (t) => {
    const bytes = Buffer.from('id: 1\nevent: 茶\ndata: 乌龙 🍵\n\n');
    const server = await serveHttp(t, async (_request, response) => {
      beginEvents(response);
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await sleep(1);
      }
      response.end();
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    const event = http.events(id).find((each) => each.event === 'sse.event');
    assert.deepEqual([event?.id, event?.type, event?.data], ['1', '茶', '乌龙 🍵']);
    assert.deepEqual(
      http.rows(id, 'events').map(({ preview }) => preview),
      ['茶: 乌龙 🍵'],
    );
  });

  test('go on behind the last one when the stream ends, as hops, until the server has no more', async (t) => {
    const asked: (string | undefined)[] = [];
    const server = await serveHttp(t, (request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      if (asked.length === 3) {
        response.writeHead(204).end();
        return;
      }
      beginEvents(response);
      response.end(`retry: 20\n\nid: ${asked.length}\ndata: part ${asked.length}\n\n`);
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      options: { ...options, reconnectLimit: Infinity },
    });
    assert.deepEqual(asked, [undefined, '1', '2']);
    const events = http.events(id);
    assert.deepEqual(
      events
        .filter((event) => event.event === 'sse.reconnect')
        .map(({ afterMs, lastEventId, code }) => [afterMs, lastEventId, code]),
      [
        [20, '1', undefined],
        [20, '2', undefined],
      ],
    );
    const view = http.recording.exchange(id)!;
    assert.equal(view.state, 'completed');
    assert.deepEqual(
      view.hops.map(({ cause, response }) => [cause, response?.status]),
      [
        [null, 200],
        ['reconnect', 200],
        ['reconnect', 204],
      ],
    );
    assert.deepEqual(
      http.rows(id, 'events').map(({ preview }) => preview),
      ['part 1', 'part 2'],
    );
  });

  test('go on where the connection breaks off, and say what broke it', async (t) => {
    let count = 0;
    const server = await serveHttp(t, (_request, response) => {
      beginEvents(response);
      response.write(`retry: 1\nid: ${++count}\ndata: x\n\n`, () => response.destroy());
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      options: { ...options, reconnectLimit: 2 },
    });
    const view = http.recording.exchange(id)!;
    assert.equal(view.hops.length, 3, 'the limit');
    assert.equal(view.failure?.code, 'WB_HTTP_CLOSED_IN_BODY');
    const codes = http
      .events(id)
      .filter((event) => event.event === 'sse.reconnect')
      .map(({ code }) => code);
    assert.deepEqual(codes, ['WB_HTTP_CLOSED_IN_BODY', 'WB_HTTP_CLOSED_IN_BODY']);
  });

  test('end with a CR too, at once, and with each line end across chunks', async (t) => {
    const next = Promise.withResolvers<void>();
    const server = await serveHttp(t, async (_request, response) => {
      beginEvents(response);
      response.write('data: one\r\r');
      await next.promise;
      for (const piece of ['data: t', 'wo\r', '\n\r', '\ndata: three\n\r\ndata: four\r\r']) {
        response.write(piece);
        await sleep(5);
      }
      response.end();
    });
    const http = new RecordedHttp(t);
    const running = http.run(`http://127.0.0.1:${server.port}/`, { options });
    const texts = (): string[] => http.rows(1, 'events').map(({ preview }) => preview);
    await until(() => texts().length === 1);
    next.resolve();
    await running;
    assert.deepEqual(texts(), ['one', 'two', 'three', 'four']);
  });

  test('are asked for behind an id without data, and wait as long as a block without data said', async (t) => {
    const asked: (string | undefined)[] = [];
    const server = await serveHttp(t, (request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      beginEvents(response);
      response.end('id: 5\ndata: a\n\nid: 6\n\ndata: b\n\nretry: 15\n\nid: 7\ndata: unfinished');
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      options: { ...options, reconnectLimit: 1 },
    });
    assert.deepEqual(asked, [undefined, '6']);
    const told = http.events(id);
    const events = told.filter((event) => event.event === 'sse.event');
    assert.deepEqual(
      events.slice(0, 2).map((event) => [event.id, event.data]),
      [
        ['5', 'a'],
        [null, 'b'],
      ],
    );
    assert.ok(events.every((event) => !('retry' in event)));
    assert.equal(told.find((event) => event.event === 'sse.reconnect')?.afterMs, 15);
  });

  test('tell retry with the event in whose block it stands', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      beginEvents(response);
      response.end('retry: 4000\n\ndata: a\n\ndata: b\nretry: 5\nretry: x\n\n');
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    const events = http.events(id).filter((event) => event.event === 'sse.event');
    assert.deepEqual(
      events.map(({ data, retry }) => [data, retry]),
      [
        ['a', undefined],
        ['b', 5],
      ],
    );
  });

  for (const encoding of ['identity', 'gzip']) {
    test(`that are longer than the limit fail by name, in ${encoding}`, async (t) => {
      const long = `data: first\n\ndata: ${'x'.repeat(17 * 1024 * 1024)}\n`;
      let asked = 0;
      const server = await serveHttp(t, (_request, response) => {
        asked += 1;
        response.setHeader('Content-Encoding', encoding);
        beginEvents(response);
        response.write(encoding === 'gzip' ? gzipSync(long) : long);
      });
      const http = new RecordedHttp(t);
      const id = await http.run(`http://127.0.0.1:${server.port}/`, {
        options: { ...options, reconnectLimit: 2 },
      });
      const { failure } = http.recording.exchange(id)!;
      assert.deepEqual([failure?.code, failure?.phase], ['WB_HTTP_EVENT_TOO_LARGE', 'receive']);
      assert.match(failure?.message ?? '', /longer than 16 Mi characters/);
      assert.deepEqual([asked, http.rows(id, 'events').length], [1, 1]);
    });
  }

  test('end with the stream where nobody asked for more', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      beginEvents(response);
      response.end('data: x\n\n');
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, { options });
    assert.equal(http.recording.exchange(id)?.hops.length, 1);
  });

  for (const where of ['while they come', 'while it waits to connect again']) {
    test(`are cancelled ${where}, which closes the socket`, async (t) => {
      const closed = Promise.withResolvers<void>();
      const server = await serveHttp(t, (request, response) => {
        request.socket.once('close', () => closed.resolve());
        beginEvents(response);
        response.write('retry: 60000\ndata: x\n\n');
        if (where !== 'while they come') response.end();
      });
      const http = new RecordedHttp(t);
      const cancel = new AbortController();
      const url = `http://127.0.0.1:${server.port}/`;
      const wishes = { options: { ...options, reconnectLimit: Infinity } };
      const running = http.run(url, wishes, cancel.signal);
      const wanted = where === 'while they come' ? 'sse.event' : 'sse.reconnect';
      await until(() => http.events(1).some(({ event }) => event === wanted));
      cancel.abort();
      assert.equal(http.recording.exchange(await running)?.state, 'cancelled');
      if (where === 'while they come') await closed.promise;
    });
  }
});

describe('a body that comes little by little', () => {
  test('is shown line by line as it comes where it is NDJSON', async (t) => {
    const next = Promise.withResolvers<void>();
    const server = await serveHttp(t, async (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.write('{"a":1}\n{"b":"乌');
      await next.promise;
      response.end('龙"}\n\n{"c":3}');
    });
    const http = new RecordedHttp(t);
    const running = http.run(`http://127.0.0.1:${server.port}/`, { options });
    await until(() => http.rows(1, 'events').length === 1);
    assert.equal(http.recording.exchange(1)?.hops[0]?.body?.streamed, 'lines');
    next.resolve();
    const id = await running;
    const rows = http.rows(id, 'events');
    assert.deepEqual(
      rows.map(({ preview }) => preview),
      ['{"a":1}', '{"b":"乌龙"}', '{"c":3}'],
    );
    const ref = { exchange: id, of: 'row', source: 'events', row: 1 } as const;
    assert.equal(Buffer.from(http.recording.payload(ref, 0, 100).bytes).toString(), '{"b":"乌龙"}');
  });

  test('is shown in the pieces that came, no character cut, over HTTP/1.1 and HTTP/2', async (t) => {
    const pieces = [Buffer.from('第一'), Buffer.from('二'), Buffer.from('三')];
    const bytes = Buffer.concat(pieces);
    const cuts = [bytes.subarray(0, 4), bytes.subarray(4, 8), bytes.subarray(8)];
    const http = new RecordedHttp(t);
    let exchange = 0;
    const writeAll = async (answer: Writable): Promise<void> => {
      exchange += 1;
      for (const [index, cut] of cuts.entries()) {
        answer.write(cut);
        await until(() => http.rows(exchange, 'events').length > index);
      }
      answer.end();
    };
    const first = await serveHttp(t, (_request, response) => writeAll(response));
    const second = await serveHttp2(t, (stream) => {
      stream.respond();
      void writeAll(stream);
    });
    for (const [port, httpVersion] of [
      [first.port, '1.1'],
      [second.port, '2-prior'],
    ] as const) {
      const wishes = { options: { ...options, httpVersion } };
      const id = await http.run(`http://127.0.0.1:${port}/`, wishes);
      const rows = http.rows(id, 'events');
      assert.equal(rows.map(({ preview }) => preview).join(''), '第一二三');
      assert.ok(rows.every(({ preview }) => !preview.includes('\ufffd')));
      assert.equal(http.recording.exchange(id)?.hops[0]?.body?.streamed, 'pieces');
    }
  });

  test('masks secrets in its rows', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.end('{"token":"s3cr3t-value"}\n');
    });
    const http = new RecordedHttp(t);
    const id = await http.run(`http://127.0.0.1:${server.port}/`, {
      secrets: ['s3cr3t-value'],
      options,
    });
    assert.deepEqual(
      http.rows(id, 'events').map(({ preview }) => preview),
      ['{"token":"••••••"}'],
    );
  });
});
