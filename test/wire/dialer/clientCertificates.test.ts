import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import type {
  ClientCertificate,
  RequestOptions,
} from '../../../src/core/runner/preparedRequest.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import { opensslIsMissing, packPfx, startOpenssl } from '../../support/openssl.ts';
import { daysFromNow, makeAuthority } from '../../support/tlsCertificates.ts';

const authority = await makeAuthority();
const identity = await authority.issue();
const clients = await makeAuthority('Client CA');
const client = await clients.issue({ names: ['client'] });
const stranger = await (await makeAuthority('Stranger')).issue();

describe('a server that asks for a client certificate', { skip: opensslIsMissing }, () => {
  for (const version of ['-tls1_2', '-tls1_3']) {
    test(`is shown it (${version})`, async (t) => {
      const { failure, body } = await attempt(t, version, client);
      assert.equal(failure, undefined);
      assert.match(body, /Client certificate[\s\S]*Issuer: CN ?= ?Client CA/);
    });

    test(`without one fails in phase tls and says what is missing (${version})`, async (t) => {
      const { failure } = await attempt(t, version, null);
      assert.equal(failure?.code, 'WB_TLS_CLIENT_CERTIFICATE_REQUIRED');
      assert.equal(failure?.phase, 'tls');
    });

    test(`is asked by a stranger, and says that it knows him not (${version})`, async (t) => {
      const { failure } = await attempt(t, version, stranger);
      assert.equal(failure?.code, 'WB_TLS_CLIENT_CERTIFICATE_REFUSED');
      assert.match(failure?.params['reason'] ?? '', /alert (unknown_ca|bad_certificate)$/);
    });
  }

  for (const version of ['-tls1_2', '-tls1_3']) {
    test(`is shown one that has expired, and its alert says so (${version})`, async (t) => {
      const dates = { notBefore: daysFromNow(-9), notAfter: daysFromNow(-2) };
      const { failure, sink } = await attempt(t, version, await clients.issue(dates));
      assert.equal(failure?.code, 'WB_TLS_CLIENT_CERTIFICATE_REFUSED');
      assert.equal(failure.params['reason'], 'the alert certificate_expired');
      assert.equal(sink.one('tls.alert').description, 'certificate_expired');
    });
  }

  test('in TLS 1.2 names the authorities that it takes, as openssl s_client reads them; TLS 1.3 asks encrypted', async (t) => {
    const { sink, port } = await attempt(t, '-tls1_2', client);
    const { authorities, signatureAlgorithms } = sink.one('tls.certificateRequest');
    assert.deepEqual(authorities, ['CN=Client CA']);
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      `openssl s_client -connect 127.0.0.1:${port} -tls1_2 </dev/null 2>&1 || true`,
    ]);
    assert.match(stdout, /Acceptable client certificate CA names\nCN ?= ?Client CA\n/);
    const requested = /^Requested Signature Algorithms: (.*)$/m.exec(stdout)?.[1]?.split(':') ?? [];
    assert.equal(signatureAlgorithms.length, requested.length);
    assert.ok(signatureAlgorithms.includes('ecdsa_secp256r1_sha256'));
    const encrypted = await attempt(t, '-tls1_3', client);
    assert.deepEqual(encrypted.sink.all('tls.certificateRequest'), []);
  });

  test('takes one in PKCS #12, and a wrong passphrase is told before anything is sent', async (t) => {
    const pfx = await packPfx(t, client, 'geheim');
    const right = await attempt(t, '-tls1_3', { pfx, passphrase: 'geheim' });
    assert.match(right.body, /Issuer: CN ?= ?Client CA/);
    const wrong = await attempt(t, '-tls1_3', { pfx, passphrase: 'falsch' });
    assert.equal(wrong.failure?.code, 'WB_TLS_CLIENT_CERTIFICATE');
    assert.deepEqual(wrong.names, []);
  });

  test('of another port is not shown it', async (t) => {
    const { failure } = await attempt(t, '-tls1_3', { ...client, authority: 'localhost:1' });
    assert.equal(failure?.code, 'WB_TLS_CLIENT_CERTIFICATE_REQUIRED');
  });
});

async function attempt(
  t: Parameters<typeof startOpenssl>[0],
  version: string,
  certificate: Partial<ClientCertificate> | null,
) {
  const server = await startOpenssl(
    t,
    identity,
    ['-Verify', '1', '-verify_return_error', version],
    clients,
  );
  const options: Partial<RequestOptions> = {
    extraCa: [authority.pem],
    clientCertificate: certificate && { authority: `localhost:${server.port}`, ...certificate },
  };
  const sink = await new HttpRunner(t).run(`https://localhost:${server.port}/`, { options });
  return { failure: sink.error, body: sink.bodyText, names: sink.names, sink, port: server.port };
}
