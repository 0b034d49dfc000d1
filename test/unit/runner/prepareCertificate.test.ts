import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CertificatesByHost } from '../../../src/core/runner/prepareCertificate.ts';
import { failureOf, prepared } from './preparing.ts';

const pem = '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n';
const files = {
  '/keys/a.pem': pem,
  '/keys/a.key': new Uint8Array([1, 2, 3]),
  '/keys/b.p12': new Uint8Array([9]),
};
const certificates: CertificatesByHost = {
  'a.example:8443': { cert: '/keys/a.pem', key: '/keys/a.key' },
  'b.example': { pfx: '/keys/b.p12', passphrase: 'pass phrase' },
  'gone.example': { cert: '/keys/gone.pem' },
};

const certificateFor = async (text: string) => {
  const request = await prepared(text, { files, context: { certificates } });
  return request.options.clientCertificate ?? null;
};

describe('client certificates', () => {
  test('of the settings go to their host and port, DER as PEM', async () => {
    assert.deepEqual(await certificateFor('GET https://a.example:8443/x'), {
      authority: 'a.example:8443',
      cert: pem,
      key: '-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n',
    });
    assert.deepEqual(await certificateFor('WS wss://b.example'), {
      authority: 'b.example:443',
      pfx: new Uint8Array([9]),
      passphrase: 'pass phrase',
    });
  });

  test('are not shown to other hosts, over plain HTTP, or where the request says so', async () => {
    for (const text of [
      'GET https://a.example/',
      'GET https://b.example:8443/',
      'GET http://b.example:443/',
      '# @no-client-cert\nGET https://b.example/',
    ]) {
      assert.equal(await certificateFor(text), null, text);
    }
  });

  test('have a secret passphrase', async () => {
    const request = await prepared('GET https://b.example', { files, context: { certificates } });
    assert.ok(request.secrets.includes('pass phrase'));
  });

  test('that cannot be read stop the request', async () => {
    const around = { files, context: { certificates } };
    const { code, params } = await failureOf('GET https://gone.example', around);
    assert.equal(code, 'WB_TLS_CLIENT_CERTIFICATE');
    assert.deepEqual(params, {
      host: 'gone.example:443',
      reason: '/keys/gone.pem cannot be read',
    });
  });

  test('of SSLConfiguration hold for all hosts of the environment', async () => {
    const ssl = {
      clientCertificate: 'keys/c.pem',
      clientCertificateKey: { path: 'keys/c.key', format: 'PEM' },
      verifyHostCertificate: false,
    };
    const around = {
      files: {
        'http-client.private.env.json': JSON.stringify({
          dev: { SSLConfiguration: ssl },
          store: { SSLConfiguration: { clientCertificate: { path: 'keys/c.p12' } } },
        }),
        'keys/c.pem': 'cert -----BEGIN',
        'keys/c.key': 'key -----BEGIN',
        'keys/c.p12': new Uint8Array([7]),
      },
      context: { environment: 'dev' },
    };
    const { options } = await prepared('GET https://c.example:444', around);
    assert.deepEqual(options.clientCertificate, {
      authority: 'c.example:444',
      cert: 'cert -----BEGIN',
      key: 'key -----BEGIN',
    });
    assert.equal(options.verifyTls, false);
    const other = await prepared('GET https://c.example', {
      ...around,
      context: { environment: 'store' },
    });
    assert.deepEqual(other.options.clientCertificate, {
      authority: 'c.example:443',
      pfx: new Uint8Array([7]),
    });
    assert.equal(other.options.verifyTls, true);
  });

  test('of ClientCert go with that request alone, and the field is not sent', async () => {
    const around = {
      files: { ...files, 'sub/c.pem': pem, 'keys/c d.key': 'key -----BEGIN' },
      context: { certificates },
    };
    const text =
      '@secret = ge heim\nGET https://a.example:8443/\n' +
      'ClientCert: cert: c.pem key: "keys/c d.key"  passphrase: "{{secret}}"\nX-A: 1\n';
    const { headers, options, secrets } = await prepared(text, around);
    assert.deepEqual(headers, [['X-A', '1']]);
    assert.deepEqual(options.clientCertificate, {
      authority: 'a.example:8443',
      cert: pem,
      key: 'key -----BEGIN',
      passphrase: 'ge heim',
    });
    assert.ok(secrets.includes('ge heim'));
    const unsent = await prepared(`# @no-client-cert\n${text.replace('https', 'http')}`, around);
    assert.deepEqual([unsent.headers, unsent.options.clientCertificate], [[['X-A', '1']], null]);
  });

  test('of ClientCert that are missing, folders or written wrongly stop the request', async () => {
    const around = { files: { ...files, 'sub/keys/x.pem': pem } };
    const reasons = {
      'pfx: gone.p12 passphrase: pw':
        'gone.p12 was not found in /work-space/api/sub/gone.p12 or /work-space/api/gone.p12',
      'cert: keys': '/work-space/api/sub/keys: it is a folder',
      'client.pem': 'write “ClientCert: cert: file key: file passphrase: text”',
      'passphrase: only': 'write “ClientCert: cert: file key: file passphrase: text”',
    };
    for (const [value, reason] of Object.entries(reasons)) {
      const { code, params } = await failureOf(`GET https://h/\nClientCert: ${value}`, around);
      assert.equal(code, 'WB_TLS_CLIENT_CERTIFICATE');
      assert.ok(params['reason']?.startsWith(reason), params['reason']);
      assert.equal(params['line'], '2');
    }
  });

  test('may be a field of the server where the value is none of ours', async () => {
    const { headers } = await prepared('GET https://h/\nX-ARR-ClientCert: MIIB==');
    assert.deepEqual(headers, [['X-ARR-ClientCert', 'MIIB==']]);
  });
});
