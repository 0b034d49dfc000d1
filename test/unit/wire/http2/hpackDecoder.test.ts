import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assert as forAll, property, uint8Array } from 'fast-check';
import { HpackDecoder } from '../../../../src/core/wire/http2/hpackDecoder.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** A field `x` of this value, neither indexed nor coded. */
const literal = (value: Buffer): Buffer =>
  Buffer.concat([bytes('00 01 78'), Buffer.from([value.length]), value]);

describe('HpackDecoder', () => {
  test('follows the requests of RFC 7541 §C.4 through the dynamic table', () => {
    const decoder = new HpackDecoder();
    const head = [
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', '/'],
      [':authority', 'www.example.com'],
    ];
    const first = decoder.decode(bytes('8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'));
    assert.deepEqual(first?.fields, head);
    const second = decoder.decode(bytes('8286 84be 5886 a8eb 1064 9cbf'));
    assert.deepEqual(second?.fields, [...head, ['cache-control', 'no-cache']]);
    const third = decoder.decode(
      bytes('8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'),
    );
    assert.deepEqual(third?.fields, [
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ]);
  });

  test('evicts as the responses of RFC 7541 §C.6 do, with a table of 256 bytes', () => {
    const decoder = new HpackDecoder();
    const answers = [
      '3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      '4883 640e ffc1 c0bf',
      '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
    ].map((hex) => decoder.decode(bytes(hex))?.fields);
    assert.deepEqual(answers[1], [
      [':status', '307'],
      ['cache-control', 'private'],
      ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'],
      ['location', 'https://www.example.com'],
    ]);
    assert.deepEqual(answers[2]?.slice(-2), [
      ['content-encoding', 'gzip'],
      ['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'],
    ]);
  });

  test('shows UTF-8 as text and everything else as Latin-1', () => {
    const decoder = new HpackDecoder();
    const utf8 = decoder.decode(literal(Buffer.from('张三 🍵')));
    assert.deepEqual(utf8?.fields, [['x', '张三 🍵']]);
    assert.deepEqual(decoder.decode(literal(Buffer.from([0xe9])))?.fields, [['x', 'é']]);
  });

  test('counts a bomb of references and keeps only the limit of it', () => {
    const decoder = new HpackDecoder();
    const value = Buffer.alloc(4000, 'v');
    const entry = Buffer.concat([bytes('40 01 62 7f a1 1e'), value]);
    assert.equal(decoder.decode(entry)?.fields.length, 1);
    const bomb = decoder.decode(Buffer.alloc(16_000, 0xbe));
    assert.equal(bomb?.sizeBytes, 16_000 * (1 + 4000 + 32));
    assert.ok(bomb.fields.length < 66);
  });

  test('stops for good at what is no HPACK', () => {
    for (const hex of [
      '80',
      'ff ff ff ff ff ff ff',
      'c0',
      '00 05 61',
      '3f ff ff ff 7f',
      '00 81 ff 00',
    ]) {
      const decoder = new HpackDecoder();
      assert.equal(decoder.decode(bytes(hex)), null, hex);
      assert.equal(decoder.decode(bytes('82')), null, 'its table is lost');
    }
  });

  test('never throws, whatever comes', () => {
    forAll(
      property(uint8Array({ maxLength: 200 }), (block) => {
        new HpackDecoder().decode(Buffer.from(block));
      }),
    );
  });
});
