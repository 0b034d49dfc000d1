import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recording } from '../../../src/core/recording/recording.ts';
import { WireError } from '../../../src/core/errors/wireError.ts';
import type { PayloadRef, RowSource } from '../../../src/protocol/rows.ts';
import { HttpWriter } from './httpWriter.ts';
import { preparedRequest } from './requests.ts';
import { WebSocketWriter } from './webSocketWriter.ts';

const secret = 'hunter2-s3cret';
const token = 'tok.0123456789';
const cookie = 'cookie-value-77';
const sources: RowSource[] = ['frames', 'messages', 'wire', 'events'];

/** Everything that any reader answers about an exchange, as one text; bytes as Latin-1, base64 decoded. */
function everythingRead(recording: Recording, exchange: number): string {
  const answers: unknown[] = [
    recording.summaries(),
    recording.takeChanges(),
    recording.exchange(exchange),
    recording.connections(),
    recording.events(exchange, 0, 10_000),
  ];
  const payloads: string[] = [];
  const read = (ref: PayloadRef): void => {
    const { totalBytes, bytes } = recording.payload(ref, 0, 1e6);
    payloads.push(Buffer.from(bytes).toString('latin1'));
    for (let at = 0; at < Math.min(totalBytes, 300); at += 5) {
      payloads.push(Buffer.from(recording.payload(ref, at, 60).bytes).toString('latin1'));
    }
  };
  for (const source of sources) {
    const filter = { directions: [], types: [], text: '' };
    const { rows } = recording.rows({ exchange, source, filter, from: 0, count: 1000 });
    answers.push(rows);
    for (const { row } of rows) {
      answers.push(recording.row(exchange, source, row));
      read({ exchange, of: 'row', source, row });
    }
  }
  for (const hop of [0, 1]) {
    read({ exchange, of: 'request', hop });
    read({ exchange, of: 'response', hop });
  }
  const json = JSON.stringify(answers);
  const base64 = [...json.matchAll(/"base64":"([^"]+)"/g)].map(([, text]) =>
    Buffer.from(text!, 'base64').toString('latin1'),
  );
  return [json, ...base64, ...payloads].join('\n');
}

/** Rows of the wire, put together per direction. */
function wireText(recording: Recording, exchange: number): string {
  const filter = { directions: [], types: [], text: '' };
  const { rows } = recording.rows({ exchange, source: 'wire', filter, from: 0, count: 1000 });
  const texts = { out: '', in: '' };
  for (const { row, direction } of rows) {
    const { bytes } = recording.payload({ exchange, of: 'row', source: 'wire', row }, 0, 1e6);
    texts[direction] += Buffer.from(bytes).toString('latin1');
  }
  return texts.out + texts.in;
}

function recordHttp(recording: Recording, chunkBytes: number): number {
  const writer = new HttpWriter(
    recording,
    preparedRequest({
      kind: 'http',
      url: `http://127.0.0.1:8080/?key=${secret}`,
      body: [{ bytes: Buffer.from(`{"password":"${secret}"}`) }],
      secrets: [secret, 'xy'],
    }),
  );
  const target = `/?key=${secret}`;
  const requestHeaders = [
    ['Authorization', `Bearer ${token}`],
    ['Cookie', `sid=${cookie}`],
    ['X-Short', 'xy'],
  ] as const;
  const responseHeaders = [['Set-Cookie', `sid=${cookie}; Path=/`]] as const;
  writer.hop(
    {
      target,
      requestHeaders: [...requestHeaders],
      requestBody: `{"password":"${secret}"}`,
      responseHeaders: [...responseHeaders],
      responseBody: `you sent ${secret} and ${token}`,
    },
    chunkBytes,
  );
  const to = `http://127.0.0.1:8080/login?next=${secret}`;
  writer.exchange.emit({ event: 'http.redirect', from: target, to, status: 302 });
  writer.exchange.emit({ event: 'sse.event', id: null, type: 'message', data: `a ${secret}` });
  const params = { url: `http://x/${secret}`, reason: token };
  writer.exchange.complete('failed', new WireError('WB_INVALID_URL', 'receive', { params }));
  return writer.exchange.id;
}

function recordWebSocket(recording: Recording): number {
  const request = preparedRequest({ secrets: [secret], url: 'ws://user:paßword1@127.0.0.1/' });
  const writer = new WebSocketWriter(recording, request);
  writer.text('out', `{"login":"${secret}"}`, 0x1234_5678);
  writer.text('in', `welcome ${secret} ${'x'.repeat(70_000)} ${secret}`);
  writer.binary('in', Buffer.from(`\u0000${secret}\u00ff`, 'latin1'));
  writer.compressed('in', `compressed ${secret}`, Buffer.from([1, 2, 3]));
  writer.frame('in', { opcode: 9, payload: Buffer.from(secret) });
  writer.frame('in', { opcode: 8, payload: Buffer.from(`\u0003\u00e8${secret}`, 'latin1') });
  const close = { event: 'ws.close', dir: 'in', code: 1000, codeName: 'Normal Closure' } as const;
  writer.exchange.emit({ ...close, reason: secret, clean: true });
  writer.exchange.complete('ok');
  return writer.exchange.id;
}

describe('secrets', () => {
  for (const chunkBytes of [1, 7, 1000]) {
    test(`of an HTTP exchange show nowhere, when chunks have ${chunkBytes} bytes`, () => {
      const recording = new Recording();
      const exchange = recordHttp(recording, chunkBytes);
      const text = everythingRead(recording, exchange);
      for (const hidden of [secret, token, cookie]) assert.ok(!text.includes(hidden), hidden);
      assert.ok(text.includes('••••••'));
    });

    test(`in HTTP heads on the wire are starred, when chunks have ${chunkBytes} bytes`, () => {
      const recording = new Recording();
      const wire = wireText(recording, recordHttp(recording, chunkBytes));
      for (const hidden of [secret, token, cookie]) assert.ok(!wire.includes(hidden), hidden);
      assert.match(wire, /Authorization: Bearer \*{14}\r\n/);
      assert.match(wire, /\r\nCookie: sid=\*{15}\r\n/);
      assert.match(wire, /X-Short: \*\*\r\n/);
      assert.match(wire, /Set-Cookie: sid=\*{15}; Path=\/\r\n/);
    });
  }

  test('of a WebSocket show nowhere', () => {
    const recording = new Recording();
    const text = everythingRead(recording, recordWebSocket(recording));
    assert.ok(!text.includes(secret));
    assert.ok(!text.includes('paßword1'));
    assert.ok(!text.includes(encodeURIComponent('paßword1')));
    assert.ok(text.includes('welcome ••••••'));
  });

  test('that fragments cut in two show in neither', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording, preparedRequest({ secrets: [secret] }));
    const [head, tail] = [secret.slice(0, 6), secret.slice(6)];
    writer.frame('in', { opcode: 1, fin: false, payload: Buffer.from(`before ${head}`) });
    writer.frame('in', { opcode: 9, payload: Buffer.from('between') });
    writer.frame('in', { opcode: 0, payload: Buffer.from(`${tail} after`) });
    const text = everythingRead(recording, writer.exchange.id);
    assert.ok(text.includes('before ******'));
    assert.ok(text.includes(`${'*'.repeat(tail.length)} after`));
    const filter = { directions: [], types: [], text: '' };
    const query = { exchange: writer.exchange.id, source: 'frames', filter } as const;
    const previews = recording.rows({ ...query, from: 0, count: 3 }).rows.map((row) => row.preview);
    assert.deepEqual(previews, ['before ******', 'between', '******** after']);
  });

  test('that our masking hides on the wire are starred there too', () => {
    const recording = new Recording();
    const request = preparedRequest({ secrets: [secret] });
    const writer = new WebSocketWriter(recording, request);
    const mask = 0x0102_0304;
    writer.text('out', `a ${secret} b`, mask);
    const ref = { exchange: writer.exchange.id, of: 'row', source: 'wire', row: 0 } as const;
    const { bytes } = recording.payload(ref, 0, 1000);
    const payload = Buffer.from(bytes).subarray(6);
    assert.equal(payload.subarray(2, 2 + secret.length).toString(), '*'.repeat(secret.length));
    assert.equal(payload[0]! ^ 1, 'a'.charCodeAt(0));
  });

  test('cannot be found by searching for them', () => {
    const recording = new Recording();
    const exchange = recordWebSocket(recording);
    const filter = { directions: [], types: [], text: secret };
    for (const source of sources) {
      const window = recording.rows({ exchange, source, filter, from: 0, count: 10 });
      assert.deepEqual([window.complete, window.matched], [true, 0], source);
    }
  });

  test('show where it is asked for', () => {
    const recording = new Recording();
    const exchange = recordHttp(recording, 1000);
    recording.configure({ recordingLimitBytes: 2 ** 30, showSecrets: true });
    const text = everythingRead(recording, exchange);
    for (const shown of [secret, token, cookie]) assert.ok(text.includes(shown), shown);
    assert.ok(!text.includes('••••••'));
  });
});
