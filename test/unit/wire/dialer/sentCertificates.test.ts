import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { EncryptedFlight } from '../../../../src/core/wire/dialer/encryptedFlight.ts';
import { MessageReader } from '../../../../src/core/wire/dialer/messageReader.ts';
import { SentCertificates } from '../../../../src/core/wire/dialer/sentCertificates.ts';

const SUITE = 'TLS_AES_128_GCM_SHA256';
const SECRET = Buffer.from(
  `SERVER_HANDSHAKE_TRAFFIC_SECRET ${'0a'.repeat(32)} ${'0b'.repeat(32)}\n`,
);

function encryptedRecord(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(23, 3, 3, content.length >> 8, content.length & 0xff), content]);
}

describe('handshake messages', () => {
  test('are put together from pieces of any size, in linear time', () => {
    const body = Buffer.alloc(100_000, 'x');
    const message = Buffer.concat([Buffer.of(11, 1, 0x86, 0xa0), body]);
    const found: [number, number][] = [];
    const reader = new MessageReader((type, { length }) => found.push([type, length]));
    for (const byte of Buffer.concat([message, Buffer.of(14, 0, 0, 0)])) {
      assert.ok(reader.read(Buffer.of(byte)));
    }
    assert.deepEqual(found, [
      [11, 100_000],
      [14, 0],
    ]);
  });

  test('that are longer than any are given up', () => {
    const reader = new MessageReader(() => assert.fail());
    assert.equal(reader.read(Buffer.of(11, 0xff, 0, 0)), false);
  });
});

describe('an encrypted flight', () => {
  test('of any bytes is read to its end and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), (contents) => {
        const flight = new EncryptedFlight();
        flight.learnSecret(SECRET);
        for (const content of contents) assert.ok(flight.keep(encryptedRecord(content)));
        flight.read(SUITE, () => assert.fail());
      }),
    );
  });

  test('is kept up to a limit, and not once it was read', () => {
    const record = encryptedRecord(Buffer.alloc(16_000));
    const greedy = new EncryptedFlight();
    assert.equal(Array.from({ length: 9 }, () => greedy.keep(record)).at(-1), false);
    const read = new EncryptedFlight();
    read.read(SUITE, () => undefined);
    assert.equal(read.keep(record), false);
  });
});

test('certificates of TLS 1.2 are those of the message, as far as it goes', () => {
  const sent = new SentCertificates();
  assert.equal(sent.read(undefined), null);
  sent.message(Buffer.of(0, 0, 9, 0, 0, 2, 7, 7, 0, 0, 9, 8));
  assert.deepEqual(sent.read(SUITE), [Buffer.of(7, 7), Buffer.of(8)]);
});
