import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { readCertificateRequest } from '../../../../src/core/wire/dialer/certificateRequest.ts';

function der(tag: number, ...content: Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag, bytes.length), bytes]);
}

function attribute(identifier: number[], tag: number, value: Buffer): Buffer {
  return der(0x31, der(0x30, der(0x06, Buffer.from(identifier)), der(tag, value)));
}

function vector(...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}

/** Certificate types, ecdsa_secp256r1_sha256, and these names. */
function request(...names: Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.of(1, 64),
    vector(Buffer.of(4, 3)),
    vector(...names.map((name) => vector(name))),
  ]);
}

describe('a request for a client certificate', () => {
  test('names authorities in any string type of ASN.1, and attributes without a name by their number', () => {
    const utf16 = Buffer.from('测试', 'utf16le').swap16();
    const chinese = der(
      0x30,
      attribute([0x55, 4, 6], 0x13, Buffer.from('CN')),
      attribute([0x55, 4, 10], 0x0c, Buffer.from('测试')),
      attribute([0x55, 4, 3], 0x1e, utf16),
      attribute([0x55, 4, 99], 0x0c, Buffer.from('x')),
    );
    assert.deepEqual(readCertificateRequest(request(chinese)), {
      signatureAlgorithms: ['ecdsa_secp256r1_sha256'],
      authorities: ['C=CN, O=测试, CN=测试, 2.5.4.99=x'],
    });
  });

  test('names authorities with the backslashes that the names of certificates have', () => {
    const names = ['Audit, Inc.', '#1 "<\\+>";', ' two ', 'a\nb'].map((value) =>
      attribute([0x55, 4, 10], 0x0c, Buffer.from(value)),
    );
    assert.deepEqual(readCertificateRequest(request(der(0x30, ...names))).authorities, [
      String.raw`O=Audit\, Inc., O=\#1 \"\<\\\+\>\"\;, O=\ two\ , O=a\0Ab`,
    ]);
  });

  test('that names none takes any', () => {
    assert.deepEqual(readCertificateRequest(request()).authorities, []);
  });

  test('of any bytes is read to its end and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const { authorities } = readCertificateRequest(Buffer.from(bytes));
        assert.ok(authorities.length <= bytes.length);
      }),
    );
  });
});
