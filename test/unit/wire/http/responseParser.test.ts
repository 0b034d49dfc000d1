import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { WireError } from '../../../../src/core/errors/wireError.ts';
import {
  HEADERS_LIMIT_BYTES,
  ResponseParser,
} from '../../../../src/core/wire/http/responseParser.ts';

/** What a parser said of the chunks that it was given. */
function parse(chunks: Buffer[], { method = 'GET', closes = false } = {}) {
  const seen: unknown[] = [];
  const borders: number[][] = [];
  let body = '';
  const parser = new ResponseParser(method, {
    informational: (status, headers) => seen.push({ status, headers }),
    responseBegins: () => seen.push('begins'),
    response: (head) => seen.push(head),
    chunk: (start, headerBytes, sizeBytes) => borders.push([start, headerBytes, sizeBytes]),
    trailers: (headers) => seen.push({ trailers: headers }),
    data: (chunk) => (body += chunk.toString('latin1')),
  });
  let error: WireError | null = null;
  let unread = 0;
  try {
    for (const chunk of chunks) unread += chunk.length - parser.read(chunk);
    if (closes) parser.finish();
  } catch (thrown) {
    assert.ok(thrown instanceof WireError, String(thrown));
    error = thrown;
  }
  return { seen, borders, body, done: parser.done, keepsAlive: parser.keepsAlive, unread, error };
}

function parseText(text: string, options = {}) {
  return parse([Buffer.from(text, 'latin1')], options);
}

function fault(text: string, options = {}): WireError {
  const { error } = parseText(text, options);
  assert.ok(error, 'expected a fault');
  return error;
}

const MESSAGES: Record<string, { text: string; closes?: boolean; method?: string }> = {
  'content-length': { text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: a\r\nx:  b \r\n\r\nhello' },
  chunked: {
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a="b"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nT: 1\r\n\r\n',
  },
  'until close': { text: 'HTTP/1.0 200 OK\r\n\r\nuntil the end', closes: true },
  informational: {
    text: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  },
  'obsolete folding': {
    text: 'HTTP/1.1 200 OK\r\nA: one\r\n  two\r\n\tthree\r\nContent-Length: 0\r\n\r\n',
  },
  'bare line feeds': { text: 'HTTP/1.1 200 OK\nContent-Length: 2\n\nhi' },
};

describe('a response', () => {
  test('with a content length is read to its last byte', () => {
    const result = parseText(MESSAGES['content-length']!.text);
    assert.deepEqual(result, {
      seen: [
        'begins',
        {
          httpVersion: '1.1',
          status: 200,
          reason: 'OK',
          headers: [
            ['Content-Length', '5'],
            ['X', 'a'],
            ['x', 'b'],
          ],
        },
      ],
      borders: [],
      body: 'hello',
      done: true,
      keepsAlive: true,
      unread: 0,
      error: null,
    });
  });

  test('in chunks is put together, extensions and trailers apart', () => {
    const { text } = MESSAGES['chunked']!;
    const { seen, borders, body, done, keepsAlive } = parseText(text);
    assert.equal(body, 'abc0123456789');
    assert.deepEqual(borders, [
      [text.indexOf('3;a'), 9, 3],
      [text.indexOf('0A'), 4, 10],
      [text.lastIndexOf('0\r\nT'), 3, 0],
    ]);
    assert.deepEqual(seen.at(-1), { trailers: [['T', '1']] });
    assert.ok(done);
    assert.ok(keepsAlive);
  });

  test('without a length ends when the server closes', () => {
    const { body, done, keepsAlive } = parseText(MESSAGES['until close']!.text, { closes: true });
    assert.equal(body, 'until the end');
    assert.ok(done);
    assert.ok(!keepsAlive);
  });

  test('folded over lines has spaces instead (RFC 9112 §5.2)', () => {
    const { seen } = parseText(MESSAGES['obsolete folding']!.text);
    assert.deepEqual((seen[1] as { headers: unknown[] }).headers[0], ['A', 'one two three']);
  });

  test('after interim ones is the final one', () => {
    const { seen, done } = parseText(MESSAGES['informational']!.text);
    assert.deepEqual(seen[0], { status: 103, headers: [['Link', '</a>']] });
    assert.equal((seen[2] as { status: number }).status, 204);
    assert.ok(done);
  });

  test('without a reason phrase is a response', () => {
    assert.deepEqual(parseText('HTTP/1.1 204\r\n\r\n').seen[1], {
      httpVersion: '1.1',
      status: 204,
      reason: '',
      headers: [],
    });
  });

  for (const [method, status] of [
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ] as const) {
    test(`to ${method} with status ${status} has no body whatever its length says`, () => {
      const text = `HTTP/1.1 ${status} X\r\nContent-Length: 10\r\n\r\n`;
      const { done, body } = parseText(text, { method });
      assert.ok(done);
      assert.equal(body, '');
    });
  }

  test('takes only its own bytes', () => {
    const { unread, done } = parseText('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc');
    assert.ok(done);
    assert.equal(unread, 2);
  });

  test('may repeat the same content length', () => {
    const { body } = parseText('HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi');
    assert.equal(body, 'hi');
  });

  test('in chunks ignores the content length (RFC 9112 §6.3)', () => {
    const { body } = parseText(
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    );
    assert.equal(body, 'a');
  });

  for (const [head, keepsAlive] of [
    ['HTTP/1.1 200 OK\r\nConnection: close', false],
    ['HTTP/1.0 200 OK', false],
    ['HTTP/1.0 200 OK\r\nConnection: Keep-Alive', true],
  ] as const) {
    test(`${JSON.stringify(head)} ${keepsAlive ? 'keeps' : 'closes'} the connection`, () => {
      assert.equal(parseText(`${head}\r\nContent-Length: 0\r\n\r\n`).keepsAlive, keepsAlive);
    });
  }
});

describe('a response cut into chunks anywhere', () => {
  for (const [name, { text, closes = false }] of Object.entries(MESSAGES)) {
    test(`(${name}) reads the same at every byte boundary`, () => {
      const bytes = Buffer.from(text, 'latin1');
      const whole = parse([bytes], { closes });
      assert.equal(whole.error, null);
      for (let at = 1; at < bytes.length; at++) {
        const halves = parse([bytes.subarray(0, at), bytes.subarray(at)], { closes });
        assert.deepEqual(halves, whole, `cut at ${at}`);
      }
      const single = Array.from(bytes, (byte) => Buffer.from([byte]));
      assert.deepEqual(parse(single, { closes }), whole);
    });
  }

  test('gives back any body that was sent in any chunks', () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(200), { maxLength: 6 }), (chunks, cuts) => {
        const framed = chunks.flatMap((chunk) => [
          Buffer.from(`${chunk.length.toString(16)}\r\n`),
          Buffer.from(chunk),
          Buffer.from('\r\n'),
        ]);
        const head = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        const bytes = Buffer.concat([head, ...framed, Buffer.from('0\r\n\r\n')]);
        const { body, done } = parse(cutAt(bytes, cuts));
        assert.equal(body, Buffer.concat(chunks).toString('latin1'));
        assert.ok(done);
      }),
    );
  });

  test('never throws anything but a WireError on any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(
          fc.constantFrom(...Object.values(MESSAGES)),
          fc.nat(100),
          fc.uint8Array({ maxLength: 5 }),
        )
        .map(([{ text }, at, noise]) => {
          const message = Buffer.from(text, 'latin1');
          return Buffer.concat([message.subarray(0, at), noise, message.subarray(at)]);
        }),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(200), { maxLength: 4 }), (message, cuts) => {
        const { done, error } = parse(cutAt(Buffer.from(message), cuts), { closes: true });
        assert.ok(done || error !== null);
      }),
    );
  });
});

function cutAt(bytes: Buffer, cuts: number[]): Buffer[] {
  const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].toSorted(
    (a, b) => a - b,
  );
  let start = 0;
  return ends.map((end) => {
    const piece = bytes.subarray(start, end);
    start = end;
    return piece;
  });
}

describe('a fault', () => {
  for (const line of ['HTTP/1.1 2xx OK', 'HTTP/2 200', 'ICY 200 OK', 'HTTP/1.1  200 OK', '']) {
    test(`in the status line ${JSON.stringify(line)} names the line`, () => {
      const error = fault(`${line}\r\nA: b\r\n\r\n`);
      assert.equal(error.code, 'WB_HTTP_MALFORMED_STATUS_LINE');
      assert.equal(error.phase, 'wait');
      assert.deepEqual(error.params, { excerpt: line, section: 'RFC 9112 §4' });
    });
  }

  test('in the first bytes is told before a line end comes', () => {
    assert.equal(fault('SSH-2.0').code, 'WB_HTTP_MALFORMED_STATUS_LINE');
  });

  for (const alert of ['\x15\x03\x01\x00\x02\x02\x46', '\x15\x03\x03\x00\x02\x02\n']) {
    test(`of a server that speaks TLS is recognized (${alert.length} bytes)`, () => {
      assert.equal(fault(alert).code, 'WB_HTTP_PLAIN_ON_TLS_PORT');
    });
  }

  for (const [line, section] of [
    ['No colon', 'RFC 9112 §5.1'],
    ['Space : x', 'RFC 9112 §5.1'],
    [': no name', 'RFC 9112 §5.1'],
    ['A: b\rc', 'RFC 9110 §5.5'],
    ['A: b\0c', 'RFC 9110 §5.5'],
    [' folded first', 'RFC 9112 §2.2'],
  ] as const) {
    test(`in the header line ${JSON.stringify(line)} names the line and ${section}`, () => {
      const error = fault(`HTTP/1.1 200 OK\r\n${line}\r\n\r\n`);
      assert.equal(error.code, 'WB_HTTP_MALFORMED_HEADER');
      assert.equal(error.params['section'], section);
      assert.ok(error.params['excerpt']?.startsWith(line.slice(0, 4)));
    });
  }

  for (const length of ['1, 2', 'ten', '-1', '1e3', '99999999999999999999']) {
    test(`of a content length ${JSON.stringify(length)} is a malformed header`, () => {
      const error = fault(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`);
      assert.equal(error.code, 'WB_HTTP_MALFORMED_HEADER');
      assert.equal(error.params['section'], 'RFC 9112 §6.3');
    });
  }

  for (const chunk of ['xyz\r\n', '-1\r\n', '\r\n', '3\nabc']) {
    test(`in the chunk ${JSON.stringify(chunk)} is told with its section`, () => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n';
      const { error, body } = parseText(head + chunk);
      assert.equal(error?.code, 'WB_HTTP_MALFORMED_CHUNK');
      assert.equal(error?.params['section'], 'RFC 9112 §7.1');
      assert.ok(body.startsWith('ok'));
    });
  }

  for (const [received, excerpt] of [
    ['abcdef\r\n', 'def'],
    ['abcXY', 'XY'],
    ['abc\n', '\\x0a'],
    ['abc\r\r\n', '\\x0d'],
  ]) {
    test(`behind a chunk of 3 bytes ${JSON.stringify(received)} is told as its missing end`, () => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n';
      const { error, body } = parseText(head + received);
      assert.equal(error?.code, 'WB_HTTP_CHUNK_END');
      assert.deepEqual(error?.params, { size: '3', excerpt, section: 'RFC 9112 §7.1' });
      assert.equal(body, 'abc');
    });
  }

  test('of headers without end is told at the limit', () => {
    const line = `A: ${'x'.repeat(1021)}`;
    const { error } = parse([
      Buffer.from('HTTP/1.1 200 OK\r\n'),
      ...Array.from({ length: HEADERS_LIMIT_BYTES / 1024 }, () => Buffer.from(line)),
    ]);
    assert.equal(error?.code, 'WB_HTTP_HEADERS_TOO_LARGE');
    assert.equal(error?.params['limit'], '256 KiB');
  });

  test('of interim responses without end is told at the limit', () => {
    const interim = `HTTP/1.1 103 Early Hints\r\nA: ${'x'.repeat(1000)}\r\n\r\n`;
    const { error } = parse(Array.from({ length: 300 }, () => Buffer.from(interim)));
    assert.equal(error?.code, 'WB_HTTP_HEADERS_TOO_LARGE');
  });

  test('of a chunk size line without end is told', () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;';
    assert.equal(fault(head + 'x'.repeat(20_000)).code, 'WB_HTTP_MALFORMED_CHUNK');
  });

  for (const [text, code] of [
    ['', 'WB_HTTP_CLOSED_BEFORE_RESPONSE'],
    ['HTTP/1.1 100 Continue\r\n\r\n', 'WB_HTTP_CLOSED_BEFORE_RESPONSE'],
    ['HTTP/1.1 20', 'WB_HTTP_CLOSED_IN_HEADERS'],
    ['HTTP/1.1 200 OK\r\nA: b\r\n', 'WB_HTTP_CLOSED_IN_HEADERS'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab', 'WB_HTTP_CLOSED_IN_BODY'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', 'WB_HTTP_CLOSED_IN_BODY'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'WB_HTTP_CLOSED_IN_BODY'],
  ] as const) {
    test(`of a close after ${JSON.stringify(text)} is ${code}`, () => {
      assert.equal(fault(text, { closes: true }).code, code);
    });
  }

  test('of a close in the body says how much had come', () => {
    const error = fault('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab', { closes: true });
    assert.equal(error.params['received'], '2 bytes');
    assert.equal(error.params['expected'], '3 bytes');
  });
});
