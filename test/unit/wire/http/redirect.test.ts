import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CookieJar } from 'tough-cookie';
import { WireError } from '../../../../src/core/errors/wireError.ts';
import type { HeaderField } from '../../../../src/core/wire/wireFacts.ts';
import { storeCookies, withCookies } from '../../../../src/core/wire/http/cookies.ts';
import type { Hop } from '../../../../src/core/wire/http/hop.ts';
import { redirectedHop } from '../../../../src/core/wire/http/redirect.ts';

function hop(method: string): Hop {
  return {
    method,
    url: 'http://a.example/x',
    address: new URL('http://a.example/x'),
    headers: [
      ['Host', 'a.example'],
      ['authorization', 'secret'],
      ['Cookie', 'c=1'],
      ['Proxy-Authorization', 'secret'],
      ['Content-Type', 'text/plain'],
      ['X', 'y'],
    ],
    body: [{ bytes: Buffer.from('body') }],
    bodyBytes: 4,
  };
}

function follow(method: string, status: number, location: string): Hop | null {
  const headers: HeaderField[] = [['Location', location]];
  return redirectedHop(hop(method), { httpVersion: '1.1', status, reason: '', headers });
}

describe('a redirect', () => {
  for (const [method, status, next, bodyBytes] of [
    ['POST', 301, 'GET', 0],
    ['POST', 302, 'GET', 0],
    ['POST', 303, 'GET', 0],
    ['POST', 307, 'POST', 4],
    ['POST', 308, 'POST', 4],
    ['PUT', 301, 'PUT', 4],
    ['PUT', 303, 'GET', 0],
    ['HEAD', 303, 'HEAD', 4],
  ] as const) {
    test(`${status} of ${method} leads to ${next}`, () => {
      const followed = follow(method, status, '/y');
      assert.equal(followed?.method, next);
      assert.equal(followed?.bodyBytes, bodyBytes);
      const hasType = followed?.headers.some(([name]) => name === 'Content-Type');
      assert.equal(hasType, bodyBytes > 0);
    });
  }

  test('within the origin keeps the credentials', () => {
    const followed = follow('GET', 302, 'y?z#fragment');
    assert.equal(followed?.url, 'http://a.example/y?z');
    assert.deepEqual(followed?.headers, hop('GET').headers);
  });

  for (const location of ['https://a.example/', 'http://a.example:81/', '//b.example/']) {
    test(`to the other origin ${location} drops credentials, cookies and Host`, () => {
      assert.deepEqual(follow('GET', 307, location)?.headers, [
        ['Content-Type', 'text/plain'],
        ['X', 'y'],
      ]);
    });
  }

  for (const location of ['ftp://a/', 'http://', 'file:///etc/passwd', 'javascript:alert(1)']) {
    test(`to ${location} is refused`, () => {
      assert.throws(
        () => follow('GET', 302, location),
        (error) => error instanceof WireError && error.code === 'WB_HTTP_BAD_REDIRECT',
      );
    });
  }

  test('without a Location, or with another status, is none', () => {
    const head = { httpVersion: '1.1', status: 302, reason: '', headers: [] };
    assert.equal(redirectedHop(hop('GET'), head), null);
    assert.equal(follow('GET', 300, '/y'), null);
    assert.equal(follow('GET', 304, '/y'), null);
  });
});

describe('cookies', () => {
  test('of the jar are appended to those of the file, whose names win', () => {
    const jar = new CookieJar();
    storeCookies(jar, 'http://localhost/', [
      ['set-cookie', 'a=jar; Path=/'],
      ['Set-Cookie', 'b=jar'],
      ['Set-Cookie', 'broken domain=x; Domain=elsewhere.example'],
    ]);
    assert.deepEqual(
      withCookies(jar, 'http://localhost/', [
        ['cookie', 'a=file; c=file'],
        ['X', 'y'],
      ]),
      [
        ['cookie', 'a=file; c=file; b=jar'],
        ['X', 'y'],
      ],
    );
    assert.deepEqual(withCookies(jar, 'http://localhost/', []), [['Cookie', 'a=jar; b=jar']]);
    assert.deepEqual(withCookies(jar, 'http://other.example/', []), []);
  });
});
