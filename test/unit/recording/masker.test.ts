import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { everything, Masker } from '../../../src/core/recording/masker.ts';
import type { HeaderField } from '../../../src/core/wire/wireFacts.ts';

/** The value that is shown of a header. */
function shown(name: string, value: string, secrets: string[] = []): string {
  return new Masker(secrets).headers([[name, value]])[0]![1];
}

describe('Masker', () => {
  test('a secret is masked wherever it stands in a text', () => {
    const masker = new Masker(['hunter22']);
    assert.equal(masker.text('a hunter22 b hunter22'), 'a •••••• b ••••••');
  });

  test('a secret is found as it stands in a URL, in a form and in JSON', () => {
    const masker = new Masker(['p&s "w"']);
    assert.equal(masker.text('p%26s%20%22w%22'), '••••••');
    assert.equal(masker.text('p%26s+%22w%22'), '••••••');
    assert.equal(masker.text('{"a":"p&s \\"w\\""}'), '{"a":"••••••"}');
  });

  test('a secret of less than four characters is masked in header values only', () => {
    const masker = new Masker(['abc']);
    assert.equal(masker.text('abc'), 'abc');
    assert.deepEqual(masker.headers([['X-Key-Id', 'abc']]), [['X-Key-Id', '••••••']]);
    assert.equal(masker.bytes(Buffer.from('abc')).toString(), 'abc');
  });

  test('an empty secret masks nothing', () => {
    assert.equal(new Masker(['']).text('text'), 'text');
  });

  test('of two secrets, the one that holds the other is masked as a whole', () => {
    assert.equal(new Masker(['pass', 'password']).text('password pass'), '•••••• ••••••');
  });

  test('credentials keep their scheme', () => {
    assert.equal(shown('Authorization', 'Bearer abc.def'), 'Bearer ••••••');
    assert.equal(shown('proxy-authorization', 'Basic dTpw'), 'Basic ••••••');
    assert.equal(shown('Authorization', 'token-without-scheme'), '••••••');
  });

  test('cookies keep their names and attributes', () => {
    assert.equal(shown('Cookie', 'a=1; session=xyz; empty='), 'a=••••••; session=••••••; empty=');
    const setCookie = 'sid=abc=def; Path=/; Max-Age=60; HttpOnly';
    assert.equal(shown('Set-Cookie', setCookie), 'sid=••••••; Path=/; Max-Age=60; HttpOnly');
  });

  test('keys and tokens are masked as a whole, other headers are not', () => {
    for (const name of ['X-Api-Key', 'api-key', 'apikey', 'X-Auth-Token', 'X-CSRF-Token']) {
      assert.equal(shown(name, 'value'), '••••••', name);
    }
    for (const name of ['Content-Type', 'X-Request-Id', 'ETag', 'Sec-WebSocket-Key']) {
      assert.equal(shown(name, 'value'), 'value', name);
    }
  });

  test('a secret and a sensitive value that overlap are masked once', () => {
    assert.equal(shown('Authorization', 'Bearer abcdef', ['Bearer abc']), '••••••');
    assert.equal(shown('Cookie', 'a=secret-1', ['secret-1']), 'a=••••••');
  });

  test('bytes are overwritten in a copy of the same length', () => {
    const masker = new Masker(['päss']);
    const bytes = Buffer.from('x päss y');
    const masked = masker.bytes(bytes);
    assert.equal(masked.toString(), 'x ***** y');
    assert.equal(masked.length, bytes.length);
    assert.equal(bytes.toString(), 'x päss y');
  });

  test('bytes without a secret are not copied', () => {
    const bytes = Buffer.from('nothing here');
    assert.equal(new Masker(['hunter22']).bytes(bytes), bytes);
  });

  test('a credential that was learnt from a header is masked elsewhere too', () => {
    const masker = new Masker();
    masker.learn([
      ['Authorization', 'Bearer abcdefgh'],
      ['Cookie', 'theme=darkdarkdark'],
      ['X-Api-Key', 'short'],
    ]);
    assert.equal(masker.text('abcdefgh darkdarkdark short'), '•••••• darkdarkdark short');
  });

  test('a plain value is masked in depth, its headers by name, the words of the contract not at all', () => {
    const masker = new Masker(['websocket', 'secret99']);
    const headers: HeaderField[] = [['Authorization', 'Bearer x']];
    const value = {
      kind: 'websocket',
      url: 'ws://secret99/',
      list: [{ a: 'secret99', n: 1 }],
      headers,
    };
    assert.deepEqual(masker.value(value), {
      kind: 'websocket',
      url: 'ws://••••••/',
      list: [{ a: '••••••', n: 1 }],
      headers: [['Authorization', 'Bearer ••••••']],
    });
  });

  test('who asks to see secrets sees everything', () => {
    const headers: HeaderField[] = [['Authorization', 'Bearer x']];
    assert.deepEqual(everything.value({ headers }), { headers });
    assert.deepEqual(everything.headers(headers), headers);
    assert.equal(everything.text('hunter22'), 'hunter22');
  });
});
