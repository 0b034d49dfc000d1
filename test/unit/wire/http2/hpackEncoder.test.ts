import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  array,
  assert as forAll,
  constantFrom,
  integer,
  property,
  string,
  tuple,
} from 'fast-check';
import type { HeaderField } from '../../../../src/core/wire/wireFacts.ts';
import { HpackDecoder } from '../../../../src/core/wire/http2/hpackDecoder.ts';
import { HpackEncoder } from '../../../../src/core/wire/http2/hpackEncoder.ts';

const hex = (text: string): string => text.replaceAll(' ', '');

describe('HpackEncoder', () => {
  test('writes the first two requests of RFC 7541 §C.4 as they stand there', () => {
    const encoder = new HpackEncoder();
    const head: HeaderField[] = [
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', '/'],
      [':authority', 'www.example.com'],
    ];
    assert.equal(
      encoder.encode(head).toString('hex'),
      hex('8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'),
    );
    const second: HeaderField[] = [...head, ['cache-control', 'no-cache']];
    assert.equal(encoder.encode(second).toString('hex'), hex('8286 84be 5886 a8eb 1064 9cbf'));
    const third: HeaderField[] = [
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ];
    assert.equal(
      encoder.encode(third).toString('hex'),
      hex('8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'),
    );
  });

  test('keeps secrets out of every table, and says so to who passes them on', () => {
    const encoder = new HpackEncoder();
    const fields: HeaderField[] = [['authorization', 'Bearer x']];
    const first = encoder.encode(fields);
    // 0001: never indexed; 15 and 8 more: `authorization` is 23 in the static table.
    assert.deepEqual([first[0], first[1]], [0x1f, 8]);
    assert.deepEqual(encoder.encode(fields), first);
  });

  test('is read back as it was written, however large the tables are and whatever came before', () => {
    const name = constantFrom(':path', 'x-a', 'x-b', 'cookie', 'accept', 'x-long-name-of-a-field');
    const value = string({ unit: 'grapheme', maxLength: 60 });
    const block = tuple(integer({ min: 0, max: 5000 }), array(tuple(name, value)));
    forAll(
      property(array(block, { maxLength: 20 }), (blocks) => {
        const [encoder, decoder] = [new HpackEncoder(), new HpackDecoder()];
        for (const [tableBytes, fields] of blocks) {
          encoder.limit(tableBytes);
          assert.deepEqual(decoder.decode(encoder.encode(fields))?.fields, fields);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('tells in the next block, once, how large its table is now', () => {
    const encoder = new HpackEncoder();
    const fields: HeaderField[] = [[':method', 'GET']];
    encoder.limit(0);
    assert.equal(encoder.encode(fields).toString('hex'), '2082');
    assert.equal(encoder.encode(fields).toString('hex'), '82');
    encoder.limit(1_000_000);
    assert.equal(encoder.encode(fields).toString('hex'), '3fe11f82', '4096 bytes, and no more');
  });

  test('has no room for a field as large as its table', () => {
    const [encoder, decoder] = [new HpackEncoder(), new HpackDecoder()];
    const small: HeaderField = ['x-small', '1'];
    const large: HeaderField = ['x-large', 'z'.repeat(4000)];
    const fields = [small, large];
    decoder.decode(encoder.encode(fields));
    const again = encoder.encode([small]);
    assert.equal(again.length, 1);
    assert.deepEqual(decoder.decode(again)?.fields, [small]);
  });
});
