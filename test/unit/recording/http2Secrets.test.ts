import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recording } from '../../../src/core/recording/recording.ts';
import { huffmanEncode } from '../../../src/core/wire/http2/huffman.ts';
import { preparedRequest } from './requests.ts';

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
      huffmanEncode(Buffer.from(value)),
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
