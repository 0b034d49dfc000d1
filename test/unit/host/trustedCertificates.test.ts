import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultRequestOptions } from '../../../src/core/runner/prepareContext.ts';
import type { PreparedRequest } from '../../../src/core/runner/preparedRequest.ts';
import { authorityOf } from '../../../src/host/sending/authority.ts';
import { withTrustedCertificates } from '../../../src/host/sending/trustedCertificates.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----';

function request(url: string): PreparedRequest {
  return {
    file: '/a.http',
    line: 1,
    name: null,
    kind: 'http',
    method: 'GET',
    url,
    headers: [],
    body: [],
    steps: [],
    options: defaultRequestOptions,
    secrets: [],
  };
}

describe('Certificates that the user has accepted', () => {
  test('are used for their host and port alone', () => {
    const trusted = { 'localhost:8443': [pem, 'aabb01'] };
    const { options } = withTrustedCertificates(request('https://localhost:8443/'), trusted);
    assert.deepEqual(options.extraCa, [pem]);
    assert.deepEqual(options.trustedFingerprints, ['AA:BB:01']);
    const other = withTrustedCertificates(request('https://localhost:8444/'), trusted);
    assert.deepEqual(other.options.extraCa, []);
    assert.deepEqual(other.options.trustedFingerprints, []);
  });

  test('are kept under the port that the scheme implies', () => {
    assert.equal(authorityOf('https://example.org/a'), 'example.org:443');
    assert.equal(authorityOf('wss://[::1]/a'), '[::1]:443');
    assert.equal(authorityOf('ws://example.org:81/a'), 'example.org:81');
  });
});
