import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hpackHuffman } from '../../../src/core/recording/hpackString.ts';
import { Recording } from '../../../src/core/recording/recording.ts';
import { preparedRequest } from './requests.ts';

describe('hpackHuffman', () => {
  test('encodes the examples of RFC 7541, appendix C', () => {
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
    ];
    for (const [text, hex] of examples) {
      assert.equal(hpackHuffman(text!)?.toString('hex'), hex, text);
    }
  });

  test('encodes rare characters as the table says', () => {
    assert.equal(hpackHuffman('{')?.toString('hex'), 'fffd');
    assert.equal(hpackHuffman('\\')?.toString('hex'), 'fffe1f');
    assert.equal(hpackHuffman('$~')?.toString('hex'), 'ffcfff7f');
    assert.equal(hpackHuffman('ä'), null);
  });
});

describe('secrets of HTTP/2', () => {
  test('are starred on the wire, plain or in Huffman code', () => {
    const recording = new Recording();
    const secret = 'hunter2-s3cret';
    const exchange = recording.begin(preparedRequest({ kind: 'http', secrets: [secret] }));
    const connection = recording.openConnection();
    exchange.useConnection(connection.id);
    const headers = [['authorization', 'Bearer abc'] as const];
    const target = `/?key=${secret}`;
    const request = { method: 'GET', target, httpVersion: '2', headers, bodyLength: 0 };
    exchange.emit({ event: 'http.request', ...request }, connection.id);
    const hidden = ['Bearer abc', target].flatMap((value) => [
      hpackHuffman(value)!,
      Buffer.from(value),
    ]);
    const sent = Buffer.concat(hidden.flatMap((bytes) => [Buffer.from([1, 2, 3]), bytes]));
    for (const half of [sent.subarray(0, 20), sent.subarray(20)]) connection.bytes('out', half);
    const shown = [0, 1].map((row) => {
      const ref = { exchange: exchange.id, of: 'row', source: 'wire', row } as const;
      return Buffer.from(recording.payload(ref, 0, 1000).bytes);
    });
    const stars = hidden.flatMap(({ length }) => [
      Buffer.from([1, 2, 3]),
      Buffer.alloc(length, '*'),
    ]);
    assert.deepEqual(Buffer.concat(shown), Buffer.concat(stars));
  });
});
