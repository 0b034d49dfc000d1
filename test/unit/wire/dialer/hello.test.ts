import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import {
  readClientHello,
  readExchangedGroup,
  readServerHello,
} from '../../../../src/core/wire/dialer/hello.ts';
import { signatureName } from '../../../../src/core/wire/dialer/extensionNames.ts';
import { isGrease } from '../../../../src/core/wire/dialer/helloNames.ts';
import { RecordReader } from '../../../../src/core/wire/dialer/recordReader.ts';
import { chromiumClientHello } from './helloVectors.ts';

const HANDSHAKE = 22;
const ALERT = 21;
const SERVER_HELLO = 2;

function record(type: number, payload: Buffer): Buffer {
  const header = Buffer.from([type, 3, 3, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([header, payload]);
}

function message(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 0, body.length >> 8, body.length & 0xff]), body]);
}

function extension(type: number, body: number[]): number[] {
  return [type >> 8, type & 0xff, body.length >> 8, body.length & 0xff, ...body];
}

/** A ServerHello of RFC 8446 §4.1.3 with these extensions. */
function serverHello(extensions: number[], random = Buffer.alloc(32, 7)): Buffer {
  return Buffer.concat([
    Buffer.from([3, 3]),
    random,
    Buffer.from([0, 0x13, 0x02, 0, extensions.length >> 8, extensions.length & 0xff]),
    Buffer.from(extensions),
  ]);
}

const tls13Hello = serverHello([...extension(43, [3, 4]), ...extension(51, [0x11, 0xec, 0, 1, 9])]);

function readAll(chunks: Buffer[]) {
  const messages: { type: number; body: string }[] = [];
  const alerts: number[] = [];
  let notTls: string | null = null;
  const reader = new RecordReader({
    handshake: (type, body) => {
      messages.push({ type, body: body.toString('hex') });
    },
    cipherChange: () => !messages.some(({ type }) => type === SERVER_HELLO),
    alert: (_level, description) => void alerts.push(description),
    encrypted: () => false,
    notTls: (received) => (notTls = received.toString('latin1')),
  });
  for (const chunk of chunks) reader.read(chunk);
  return { messages, alerts, notTls };
}

describe('a ServerKeyExchange', () => {
  test('names the curve of ECDHE; a prime of DHE has no name', () => {
    assert.equal(readExchangedGroup(Buffer.of(3, 0, 29, 1, 7), 'TLS_ECDHE_RSA_WITH_X'), 'x25519');
    assert.equal(readExchangedGroup(Buffer.of(1, 0, 29, 1, 7), 'TLS_ECDHE_RSA_WITH_X'), null);
    assert.equal(readExchangedGroup(Buffer.of(3, 0, 29, 1, 7), 'TLS_DHE_RSA_WITH_X'), null);
  });
});

test('each signature algorithm of DSA has a name, as those beside it', () => {
  const names = [0x0302, 0x0402, 0x0502, 0x0602].map(signatureName);
  assert.deepEqual(names, ['dsa_sha224', 'dsa_sha256', 'dsa_sha384', 'dsa_sha512']);
});

describe('a ClientHello', () => {
  test('of Chromium is read, its GREASE apart', () => {
    const { messages } = readAll([chromiumClientHello]);
    assert.equal(messages.length, 1);
    assert.deepEqual(readClientHello(Buffer.from(messages[0]!.body, 'hex')), {
      versions: ['TLSv1.3', 'TLSv1.2'],
      ciphers: [
        'TLS_AES_128_GCM_SHA256',
        'TLS_AES_256_GCM_SHA384',
        'TLS_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
        'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
        'TLS_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
        'TLS_RSA_WITH_AES_256_CBC_SHA',
      ],
      groups: ['X25519MLKEM768', 'x25519', 'secp256r1', 'secp384r1'],
      keyShares: ['X25519MLKEM768', 'x25519'],
      signatureAlgorithms: [
        'mldsa44',
        'mldsa65',
        'mldsa87',
        'ecdsa_secp256r1_sha256',
        'rsa_pss_rsae_sha256',
        'rsa_pkcs1_sha256',
        'ecdsa_secp384r1_sha384',
        'rsa_pss_rsae_sha384',
        'rsa_pkcs1_sha384',
        'rsa_pss_rsae_sha512',
        'rsa_pkcs1_sha512',
      ],
      alpn: ['h2', 'http/1.1'],
      extensions: [
        'supported_versions',
        'server_name',
        '0xca34',
        'application_layer_protocol_negotiation',
        'psk_key_exchange_modes',
        'signed_certificate_timestamp',
        'extended_master_secret',
        'supported_groups',
        'key_share',
        'signature_algorithms',
        'session_ticket',
        'status_request',
        'renegotiation_info',
        'compress_certificate',
        'encrypted_client_hello',
        'ec_point_formats',
        'application_settings',
      ],
      grease: ['0x5a5a', '0x1a1a', '0xcaca', '0xdada'],
      resumption: null,
      sni: 'localhost',
    });
  });

  test('cut short anywhere is read as far as it goes', () => {
    const body = chromiumClientHello.subarray(9);
    for (let length = 0; length < body.length; length++) {
      const hello = readClientHello(body.subarray(0, length));
      assert.ok(hello.ciphers.length <= 15);
    }
  });
});

describe('a ServerHello', () => {
  test('of TLS 1.3 names version, cipher and group', () => {
    assert.deepEqual(readServerHello(tls13Hello), {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      group: 'X25519MLKEM768',
      retryRequest: false,
    });
  });

  test('that asks to retry is told apart', () => {
    const random = Buffer.from(
      'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c',
      'hex',
    );
    const hello = readServerHello(serverHello(extension(51, [0, 0x19]), random));
    assert.equal(hello.retryRequest, true);
    assert.equal(hello.group, 'secp521r1');
  });

  test('of TLS 1.2 has no group', () => {
    const { version, group } = readServerHello(serverHello([]));
    assert.deepEqual({ version, group }, { version: 'TLSv1.2', group: null });
  });

  test('with unknown numbers shows the numbers', () => {
    const hello = readServerHello(
      serverHello([...extension(43, [3, 9]), ...extension(51, [9, 9])]),
    );
    assert.equal(hello.version, '0x0309');
    assert.equal(hello.group, '0x0909');
  });
});

describe('reading records', () => {
  test('puts a message together that is spread over records and chunks', () => {
    const bytes = message(SERVER_HELLO, tls13Hello);
    const records = Buffer.concat([
      record(HANDSHAKE, bytes.subarray(0, 10)),
      record(HANDSHAKE, bytes.subarray(10)),
    ]);
    const expected = [{ type: SERVER_HELLO, body: tls13Hello.toString('hex') }];
    for (let at = 0; at < records.length; at++) {
      const { messages } = readAll([records.subarray(0, at), records.subarray(at)]);
      assert.deepEqual(messages, expected, `cut at ${at}`);
    }
  });

  test('stops at the change of ciphers behind the hello, not before it', () => {
    const hello = record(HANDSHAKE, message(SERVER_HELLO, tls13Hello));
    const change = record(20, Buffer.from([1]));
    assert.equal(readAll([change, hello, hello, change, hello]).messages.length, 2);
  });

  test('reads an alert', () => {
    assert.deepEqual(readAll([record(ALERT, Buffer.from([2, 70]))]).alerts, [70]);
  });

  test('tells what is no TLS from the first bytes', () => {
    assert.equal(readAll([Buffer.from('HTTP/1.1 400')]).notTls, 'HTTP/1.1 400');
    assert.equal(readAll([record(ALERT, Buffer.from([1, 0]))]).notTls, null);
  });

  test('never throws on any bytes', () => {
    const chunks = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc
          .tuple(fc.constantFrom(HANDSHAKE, ALERT, 20, 23), fc.uint8Array({ maxLength: 60 }))
          .map(([type, body]) => record(type, Buffer.from(body))),
      ),
    );
    fc.assert(
      fc.property(chunks, (bytes) => {
        for (const { body } of readAll(bytes.map((each) => Buffer.from(each))).messages) {
          readClientHello(Buffer.from(body, 'hex'));
          readServerHello(Buffer.from(body, 'hex'));
        }
      }),
    );
  });

  test('knows the sixteen values of GREASE', () => {
    const values = Array.from({ length: 0x10000 }, (_, value) => value).filter(isGrease);
    assert.equal(values.length, 16);
    assert.deepEqual(values.slice(0, 2), [0x0a0a, 0x1a1a]);
  });
});
