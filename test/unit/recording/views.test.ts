import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recording } from '../../../src/core/recording/recording.ts';
import { WireError } from '../../../src/core/errors/wireError.ts';
import type { WireEventBody } from '../../../src/core/wire/events.ts';
import { HttpWriter } from './httpWriter.ts';
import { preparedRequest } from './requests.ts';
import { WebSocketWriter } from './webSocketWriter.ts';

const httpRequest = preparedRequest({ kind: 'http', url: 'http://127.0.0.1:8080/a' });

/** RFC 6455 §1.3, the example. */
const handshake: WireEventBody = {
  event: 'ws.handshake',
  key: 'dGhlIHNhbXBsZSBub25jZQ==',
  accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  acceptExpected: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  acceptOk: true,
  protocol: 'chat',
  extensions: [{ name: 'permessage-deflate', params: {} }],
  status: 101,
  headers: [],
};

function states(recording: Recording, id: number): string {
  return recording.summary(id)!.state;
}

describe('the view of an HTTP exchange', () => {
  test('shows a request that was sent again as a hop of its own, and what lost the first', () => {
    const recording = new Recording();
    const writer = new HttpWriter(recording, httpRequest);
    const { exchange, connection } = writer;
    exchange.useConnection(connection.id);
    exchange.phase('wait', 'start');
    exchange.phase('wait', 'end');
    const lost = { code: 'WB_CONNECTION_RESET', phase: 'wait' } as const;
    exchange.emit({ event: 'http.retry', url: httpRequest.url, ...lost }, connection.id);
    writer.hop({ target: '/a' });
    exchange.complete('ok');
    const { hops, status } = recording.exchange(exchange.id)!;
    assert.equal(status, 200);
    assert.deepEqual(
      hops.map(({ cause, lostBy, url }) => [cause, lostBy, url]),
      [
        [null, 'WB_CONNECTION_RESET', httpRequest.url],
        ['retry', null, httpRequest.url],
      ],
    );
    assert.deepEqual(
      hops[0]?.phases.map(({ phase, failed }) => [phase, failed]),
      [['wait', true]],
    );
  });

  test('says what was sent and received, when, and over what', () => {
    const recording = new Recording();
    const writer = new HttpWriter(recording, httpRequest);
    const { exchange } = writer;
    assert.equal(states(recording, exchange.id), 'connecting');
    exchange.emit({ event: 'dns.started', host: 'localhost' });
    exchange.emit({ event: 'dns.resolved', addresses: [{ address: '127.0.0.1', family: 4 }] });
    const remote = { address: '127.0.0.1', port: 8080 };
    exchange.emit({ event: 'tcp.attempt', remote: { ...remote, address: '::1' }, family: 6 });
    exchange.emit({ event: 'tcp.attempt', remote, family: 4 });
    const refused = {
      remote: { ...remote, address: '::1' },
      family: 6,
      code: 'ECONNREFUSED',
    } as const;
    exchange.emit({ event: 'tcp.failed', ...refused });
    const slow = { remote: { ...remote, address: '127.0.0.2' }, family: 4 } as const;
    exchange.emit({ event: 'tcp.attempt', ...slow });
    exchange.emit({ event: 'tcp.connected', local: { address: '127.0.0.1', port: 5 }, remote });
    exchange.emit({ event: 'tcp.cancelled', ...slow, reason: 'otherConnected' });
    writer.hop({
      target: '/a',
      responseHeaders: [['Content-Type', 'text/plain; charset="ISO-8859-1"']],
      responseBody: 'hello',
    });
    assert.equal(states(recording, exchange.id), 'receiving');
    exchange.complete('ok');
    const view = recording.exchange(exchange.id)!;
    const [hop] = view.hops;
    assert.deepEqual([view.state, view.status, view.reason], ['completed', 200, 'OK']);
    assert.deepEqual(hop?.dns, { host: 'localhost', addresses: ['127.0.0.1'] });
    assert.deepEqual(
      hop?.attempts.map(({ result }) => result),
      ['ECONNREFUSED', 'connected', 'otherConnected'],
    );
    assert.equal(hop?.request?.target, '/a');
    assert.deepEqual(hop?.body, {
      contentType: 'text/plain; charset="ISO-8859-1"',
      charset: 'iso-8859-1',
      encoding: 'identity',
      wireBytes: 5,
      bytes: 5,
      keptBytes: 5,
      streamed: null,
      complete: true,
    });
    assert.deepEqual(
      hop?.phases.map(({ phase }) => phase),
      ['send', 'wait', 'receive'],
    );
    assert.equal(view.connection?.requests, 1);
    assert.deepEqual(view.connection?.exchanges, [exchange.id]);
    assert.equal(view.timings?.dns, null);
    assert.ok(view.timings.total >= view.timings.wait!);
    assert.equal(view.counts.bytesOut, 'GET /a HTTP/1.1\r\n\r\n'.length);
  });

  test('a redirect begins a hop, and each hop has its own bytes and body', () => {
    const recording = new Recording();
    const writer = new HttpWriter(recording, httpRequest);
    const { exchange, connection } = writer;
    writer.hop({ target: '/a', status: 302, responseBody: 'moved' });
    const to = 'http://127.0.0.1:8080/b';
    exchange.emit({ event: 'http.redirect', from: httpRequest.url, to, status: 302 });
    const { local, remote } = {
      local: { address: 'l', port: 1 },
      remote: { address: 'r', port: 2 },
    };
    writer.hop({ target: '/b', responseBody: 'here' });
    exchange.emit({ event: 'connection.reused', requestsBefore: 1, local, remote }, connection.id);
    exchange.complete('ok');
    const view = recording.exchange(exchange.id)!;
    assert.deepEqual(
      view.hops.map(({ url, response, requestsBefore }) => [url, response?.status, requestsBefore]),
      [
        [httpRequest.url, 302, 0],
        [to, 200, 1],
      ],
    );
    assert.equal(view.reused, true);
    assert.equal(view.connection?.requests, 2);
    const bodies = [0, 1].map((hop) =>
      recording.payload({ exchange: exchange.id, of: 'response', hop }, 0, 99),
    );
    assert.deepEqual(
      bodies.map(({ bytes }) => Buffer.from(bytes).toString()),
      ['moved', 'here'],
    );
    const waits = view.hops.map(({ phases }) => phases.find(({ phase }) => phase === 'wait')!);
    const sum = waits.reduce((all, { startMs, endMs }) => all + endMs! - startMs, 0);
    assert.ok(Math.abs(view.timings!.wait! - sum) < 0.01);
  });

  test('the bytes of a socket belong to the exchange that uses it', () => {
    const recording = new Recording();
    const first = new HttpWriter(recording, httpRequest);
    first.hop({ target: '/first' });
    first.exchange.complete('ok');
    const second = recording.begin(httpRequest);
    second.useConnection(first.connection.id);
    first.connection.bytes('out', Buffer.from('second'));
    const filter = { directions: [], types: [], text: '' };
    const query = { source: 'wire', filter, from: 0, count: 9 } as const;
    const rows = [first.exchange.id, second.id].map((exchange) =>
      recording.rows({ exchange, ...query }).rows.map(({ preview }) => preview),
    );
    assert.deepEqual(rows, [['GET /first HTTP/1.1␍↵␍↵', 'HTTP/1.1 200 OK␍↵␍↵'], ['second']]);
    assert.deepEqual(recording.connection(first.connection.id)?.exchanges, [1, 2]);
    assert.equal(recording.summary(first.exchange.id)?.counts.bytesOut, 23);
  });

  test('a body is kept up to the limit and counted beyond it', () => {
    const recording = new Recording();
    const limited = preparedRequest({ kind: 'http', options: { bodyLimitBytes: 10 } });
    const writer = new HttpWriter(recording, limited);
    writer.hop({ target: '/', responseBody: 'x'.repeat(25) });
    const body = recording.exchange(writer.exchange.id)?.hops[0]?.body;
    assert.deepEqual([body?.bytes, body?.keptBytes], [25, 10]);
    const event = recording.events(writer.exchange.id, 0, 99).events.at(-1);
    assert.deepEqual(event?.event === 'http.body' && [event.text, event.truncated], [
      'x'.repeat(10),
      true,
    ]);
  });

  test('an event carries as much of the body as it is asked for, never part of a character', () => {
    const recording = new Recording();
    const writer = new HttpWriter(recording, httpRequest);
    writer.hop({ target: '/', responseBody: 'ab你好' });
    const [event] = recording.events(writer.exchange.id, 3, 1, 6).events;
    assert.deepEqual(event?.event === 'http.body' && [event.text, event.truncated], ['ab你', true]);
  });

  test('a body that is no UTF-8 is base64', () => {
    const recording = new Recording();
    const { exchange } = new HttpWriter(recording, httpRequest);
    exchange.bodyChunk(Buffer.from([0xff, 0xd8]), 2);
    exchange.bodyEnd('identity');
    const [event] = recording.events(exchange.id, 1, 1).events;
    assert.equal(event?.event === 'http.body' && event.base64, '/9g=');
  });

  test('a body that broke off is not complete', () => {
    const recording = new Recording();
    const writer = new HttpWriter(recording, httpRequest);
    writer.hop({ target: '/', responseBody: 'half' });
    writer.exchange.complete('failed', new WireError('WB_HTTP_CLOSED_IN_BODY', 'receive'));
    const hop = recording.exchange(writer.exchange.id)?.hops[0];
    assert.equal(hop?.body?.complete, false);
    assert.equal(hop?.phases.find(({ phase }) => phase === 'receive')?.failed, true);
  });

  test('the body of a request is read from the request, or from the wire where a file was streamed', () => {
    const recording = new Recording();
    for (const body of [[{ bytes: Buffer.from('sent') }], [{ path: '/body.txt' }]]) {
      const writer = new HttpWriter(recording, preparedRequest({ kind: 'http', body }));
      writer.hop({ target: '/', requestBody: 'sent', responseBody: 'x' });
      const ref = { exchange: writer.exchange.id, of: 'request', hop: 0 } as const;
      assert.equal(Buffer.from(recording.payload(ref, 0, 99).bytes).toString(), 'sent');
    }
  });

  test('a TLS handshake that failed still shows what was offered and presented', () => {
    const recording = new Recording();
    const exchange = recording.begin(
      preparedRequest({ kind: 'http', url: 'https://localhost:8443/' }),
    );
    const { id } = recording.openConnection();
    const offer = { versions: ['TLSv1.3'], ciphers: ['c'], groups: ['X25519'], alpn: ['h2'] };
    exchange.emit({ event: 'tls.started', sni: 'localhost' }, id);
    exchange.emit({ event: 'tls.clientHello', ...offer }, id);
    const agreed = { version: 'TLSv1.3', cipher: 'c', group: 'X25519' };
    exchange.emit({ event: 'tls.serverHello', ...agreed }, id);
    exchange.emit({ event: 'tls.failed', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', reason: 'r' }, id);
    exchange.complete('failed', new WireError('WB_TLS_SELF_SIGNED', 'tls'));
    const connection = recording.exchange(exchange.id)?.connection;
    assert.equal(connection?.origin, 'https://localhost:8443');
    assert.deepEqual(connection?.tls?.offered, offer);
    assert.equal(connection?.tls?.sni, 'localhost');
    assert.equal(connection?.tls?.version, 'TLSv1.3');
    assert.equal(connection?.tls?.authorizationError, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.equal(connection?.tls?.authorized, false);
  });
});

describe('the view of a WebSocket', () => {
  test('spells out the handshake', () => {
    const recording = new Recording();
    const { exchange, connection } = new WebSocketWriter(recording);
    const headers = [['Sec-WebSocket-Protocol', 'chat, superchat'] as const];
    const request = { method: 'GET', target: '/', httpVersion: '1.1', bodyLength: 0 };
    exchange.emit({ event: 'http.request', ...request, headers }, connection.id);
    exchange.emit(handshake, connection.id);
    const view = recording.exchange(exchange.id)?.handshake;
    const sha1 = 'b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea';
    assert.equal(view?.sha1, sha1);
    assert.deepEqual(view?.protocolsOffered, ['chat', 'superchat']);
    assert.equal(view?.protocol, 'chat');
  });

  test('goes through its states, and says who closed', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const { exchange } = writer;
    const seen = [states(recording, exchange.id)];
    exchange.opened();
    seen.push(states(recording, exchange.id));
    exchange.closing();
    seen.push(states(recording, exchange.id));
    const close = { event: 'ws.close', code: 1000, codeName: 'Normal Closure' } as const;
    exchange.emit({ ...close, dir: 'out', reason: 'done', clean: false });
    exchange.emit({ ...close, dir: 'in', reason: '', clean: true });
    exchange.complete('ok');
    seen.push(states(recording, exchange.id));
    assert.deepEqual(seen, ['connecting', 'open', 'closing', 'closed']);
    assert.deepEqual(recording.summary(exchange.id)?.close, {
      code: 1000,
      codeName: 'Normal Closure',
      reason: 'done',
      by: 'us',
      clean: true,
    });
  });

  test('counts frames, messages and what compression saved', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.exchange.emit(handshake, writer.connection.id);
    assert.equal(recording.exchange(writer.exchange.id)?.deflateRatio, null);
    writer.text('out', 'one', 7);
    writer.compressed('in', 'x'.repeat(100), Buffer.alloc(8));
    writer.frame('in', { opcode: 9, payload: Buffer.alloc(0) });
    const view = recording.exchange(writer.exchange.id)!;
    const { framesOut, framesIn, messagesOut, messagesIn } = view.counts;
    assert.deepEqual([framesOut, framesIn, messagesOut, messagesIn], [1, 2, 1, 1]);
    assert.equal(view.deflateRatio, 10);
  });

  test('a row of the wire has the borders of its frames', () => {
    const recording = new Recording();
    const exchange = recording.begin(preparedRequest());
    const connection = recording.openConnection();
    exchange.useConnection(connection.id);
    connection.bytes('in', Buffer.from('HTTP/1.1 101 S\r\n\r\n'));
    exchange.opened();
    const start = connection.bytes(
      'in',
      Buffer.from('\u0081\u0002ab\u0089\u0000\u0082\u0004wx', 'latin1'),
    );
    const frame = { connection: connection.id, direction: 'in', fin: true, rsv: 0 } as const;
    const unmasked = { masked: false, mask: 0, headerBytes: 2 };
    exchange.frame({ ...frame, ...unmasked, opcode: 1, payloadBytes: 2, offset: start });
    exchange.frame({ ...frame, ...unmasked, opcode: 9, payloadBytes: 0, offset: start + 4 });
    connection.bytes('in', Buffer.from('yz'));
    exchange.frame({ ...frame, ...unmasked, opcode: 2, payloadBytes: 4, offset: start + 6 });
    assert.deepEqual(recording.row(exchange.id, 'wire', 0)?.borders, [
      { offset: 0, label: 'head', part: 'head' },
    ]);
    assert.deepEqual(recording.row(exchange.id, 'wire', 1)?.borders, [
      { offset: 0, label: '#0 text' },
      { offset: 4, label: '#1 ping' },
      { offset: 6, label: '#2 binary' },
    ]);
    assert.deepEqual(recording.row(exchange.id, 'wire', 2)?.borders, []);
  });
});

describe('server-sent events', () => {
  test('are rows and events', () => {
    const recording = new Recording();
    const { exchange, connection } = new HttpWriter(recording, preparedRequest({ kind: 'sse' }));
    const tick = { event: 'sse.event', id: '7', type: 'tick', data: '{"n":1}', retry: 10 } as const;
    exchange.emit(tick, connection.id);
    exchange.emit({ event: 'sse.event', id: null, type: 'message', data: 'plain' });
    const filter = { directions: [], types: [], text: '' };
    const query = { exchange: exchange.id, source: 'events', filter, from: 0, count: 9 } as const;
    const { rows } = recording.rows(query);
    assert.deepEqual(
      rows.map(({ preview }) => preview),
      ['tick: {"n":1}', 'plain'],
    );
    const ref = { exchange: exchange.id, of: 'row', source: 'events', row: 0 } as const;
    assert.equal(Buffer.from(recording.payload(ref, 0, 99).bytes).toString(), '{"n":1}');
    const [event] = recording.events(exchange.id, 1, 1).events;
    assert.deepEqual({ ...event, t: 0 }, { v: 1, t: 0, exchange: 1, connection: 1, ...tick });
  });
});
