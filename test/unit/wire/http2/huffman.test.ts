import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assert as forAll, property, uint8Array } from 'fast-check';
import { huffmanDecode, huffmanEncode } from '../../../../src/core/wire/http2/huffman.ts';

const examples = [
  ['www.example.com', 'f1e3c2e5f23a6ba0ab90f4ff'],
  ['no-cache', 'a8eb10649cbf'],
  ['custom-value', '25a849e95bb8e8b4bf'],
  ['private', 'aec3771a4b'],
  ['Mon, 21 Oct 2013 20:13:21 GMT', 'd07abe941054d444a8200595040b8166e082a62d1bff'],
  ['https://www.example.com', '9d29ad171863c78f0b97c8e9ae82ae43d3'],
  [
    'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
    '94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007',
  ],
  ['{', 'fffd'],
  ['\\', 'fffe1f'],
  ['$~', 'ffcfff7f'],
] as const;

describe('HPACK’s Huffman code', () => {
  test('encodes and decodes the examples of RFC 7541, appendix C, and rare characters', () => {
    for (const [text, hex] of examples) {
      assert.equal(huffmanEncode(Buffer.from(text)).toString('hex'), hex, text);
      assert.equal(huffmanDecode(Buffer.from(hex, 'hex'))?.toString(), text);
    }
  });

  test('gives every byte back', () => {
    forAll(
      property(uint8Array({ maxLength: 300 }), (bytes) => {
        assert.deepEqual(huffmanDecode(huffmanEncode(bytes)), Buffer.from(bytes));
      }),
    );
  });

  test('refuses EOS, and a padding that is none', () => {
    assert.equal(huffmanDecode(Buffer.from('ffffffff', 'hex')), null);
    assert.equal(huffmanDecode(Buffer.from('1fff', 'hex')), null, 'a whole byte of padding');
    assert.equal(huffmanDecode(Buffer.from('18', 'hex')), null, 'padding with zeros');
  });
});
