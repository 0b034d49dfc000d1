import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HeaderField } from '../../../../src/core/wire/wireFacts.ts';
import { WireError } from '../../../../src/core/errors/wireError.ts';
import { assertSendable } from '../../../../src/core/wire/http/headerFields.ts';
import type { Hop } from '../../../../src/core/wire/http/hop.ts';
import { http2Head } from '../../../../src/core/wire/http/http2Head.ts';
import { headBytes, http1Head } from '../../../../src/core/wire/http/requestHead.ts';
import { requestTarget } from '../../../../src/core/wire/http/requestTarget.ts';

function hop(wishes: Partial<Hop> = {}): Hop {
  const { url = 'http://a.example/x' } = wishes;
  return {
    method: 'GET',
    url,
    address: new URL(url),
    headers: [],
    body: [],
    bodyBytes: 0,
    ...wishes,
  };
}

function headText(wishes: Partial<Hop>): string {
  return headBytes(http1Head(hop(wishes))).toString('utf8');
}

describe('an HTTP/1.1 request head', () => {
  test('is written in order, case and repetition of the file', () => {
    const headers: HeaderField[] = [
      ['x-B', '1'],
      ['HOST', 'other.example'],
      ['X-a', ''],
      ['x-b', '2'],
    ];
    assert.equal(
      headText({ headers }),
      'GET /x HTTP/1.1\r\nx-B: 1\r\nHOST: other.example\r\nX-a: \r\nx-b: 2\r\n\r\n',
    );
  });

  test('begins with Host where none is written', () => {
    assert.equal(
      headText({ url: 'http://[::1]:8080', headers: [['A', 'b']] }),
      'GET / HTTP/1.1\r\nHost: [::1]:8080\r\nA: b\r\n\r\n',
    );
  });

  for (const [method, bodyBytes, length] of [
    ['GET', 0, null],
    ['DELETE', 3, '3'],
    ['POST', 0, '0'],
  ] as const) {
    test(`of ${method} with ${bodyBytes} bytes has the content length ${length}`, () => {
      const { headers } = http1Head(hop({ method, bodyBytes }));
      assert.equal(headers.find(([name]) => name === 'Content-Length')?.[1] ?? null, length);
    });
  }

  test('keeps the content length and transfer encoding that are written, right or wrong', () => {
    const wrong: HeaderField[] = [['content-length', '99']];
    assert.deepEqual(http1Head(hop({ headers: wrong, bodyBytes: 3 })).headers.slice(1), wrong);
    const chunked: HeaderField[] = [['Transfer-Encoding', 'chunked']];
    const head = http1Head(hop({ headers: chunked, bodyBytes: 3 }));
    assert.deepEqual(head.headers.slice(1), chunked);
    assert.equal(head.bodyLength, null);
  });

  test('sends text beyond ASCII as UTF-8', () => {
    assert.ok(headText({ headers: [['X', 'é 你']] }).includes('X: é 你\r\n'));
  });

  for (const [name, value] of [
    ['X', 'a\r\nInjected: yes'],
    ['X', 'a\nb'],
    ['X', 'a\0b'],
    ['X Y', 'a'],
    ['X:', 'a'],
    ['', 'a'],
  ] as const) {
    test(`with ${JSON.stringify([name, value])} is refused`, () => {
      assert.throws(
        () =>
          assertSendable([
            ['Fine', 'yes'],
            [name, value],
          ]),
        (error) => error instanceof WireError && error.code === 'WB_INVALID_HEADER',
      );
    });
  }
});

describe('a request target', () => {
  for (const [url, target] of [
    ['http://a', '/'],
    ['http://a/', '/'],
    ['http://a?q=1', '/?q=1'],
    ['http://a/b/../c?x=|#f', '/b/../c?x=|'],
    ['http://u:p@a:1/b%20c', '/b%20c'],
    ['https://a/ä b/你?ü', '/%C3%A4%20b/%E4%BD%A0?%C3%BC'],
  ] as const) {
    test(`of ${url} is ${target}`, () => {
      assert.equal(requestTarget(url), target);
    });
  }
});

describe('an HTTP/2 request head', () => {
  test('has its pseudo-header fields first, lower-case names and nothing of the connection', () => {
    const headers: HeaderField[] = [
      ['Host', 'other.example'],
      ['Connection', 'close'],
      ['X-A', '1'],
      ['x-a', 'é'],
    ];
    const head = http2Head(hop({ method: 'POST', headers, bodyBytes: 2 }));
    assert.deepEqual(head.headers, [
      [':method', 'POST'],
      [':scheme', 'http'],
      [':authority', 'other.example'],
      [':path', '/x'],
      ['x-a', '1'],
      ['x-a', 'é'],
      ['content-length', '2'],
    ]);
  });
});
