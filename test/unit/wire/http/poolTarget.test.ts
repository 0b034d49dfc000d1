import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultRequestOptions } from '../../../../src/core/runner/prepareContext.ts';
import type { RequestOptions } from '../../../../src/core/runner/preparedRequest.ts';
import { addressOf, poolTargetOf } from '../../../../src/core/wire/http/poolTarget.ts';

const url = 'https://a.example:8443/x';

function keyOf(wishes: Partial<RequestOptions>, to = url): string {
  return poolTargetOf(addressOf(to), { ...defaultRequestOptions, ...wishes }).key;
}

describe('a connection is shared only by requests that', () => {
  const wishes: [what: string, wishes: Partial<RequestOptions>][] = [
    ['verify alike', { verifyTls: false }],
    ['offer the same protocols', { httpVersion: '1.1' }],
    ['trust the same authorities', { extraCa: ['pem'] }],
    ['trust the same files', { caFiles: ['/ca.pem'] }],
    ['believe the same certificates', { trustedFingerprints: ['AA:BB'] }],
    [
      'show the same certificate',
      { clientCertificate: { authority: 'a.example:8443', cert: 'c', key: 'k' } },
    ],
    ['offer the same oldest TLS', { tlsMinVersion: 'TLSv1.3' }],
    ['offer the same newest TLS', { tlsMaxVersion: 'TLSv1.2' }],
    ['write keys to the same file', { keyLogFile: '/keys.log' }],
    ['go to the same socket', { unixSocket: { path: '/a.sock', host: 'a.example:8443' } }],
    [
      'connect to the same place',
      { connectTo: [{ host: 'a.example', port: 8443, toHost: 'b.example', toPort: 1 }] },
    ],
  ];
  for (const [what, wish] of wishes) {
    test(what, () => assert.notEqual(keyOf(wish), keyOf({})));
  }

  test('go to the same origin, whatever the path and the patience', () => {
    assert.notEqual(keyOf({}, 'https://a.example/x'), keyOf({}));
    assert.notEqual(keyOf({}, 'http://a.example:8443/x'), keyOf({}));
    assert.equal(keyOf({ connectionTimeoutMs: 1 }, 'https://a.example:8443/y'), keyOf({}));
  });
});
