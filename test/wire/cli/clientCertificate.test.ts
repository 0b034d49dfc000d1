import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, test } from 'node:test';
import { CliFolder } from '../../support/cli.ts';
import { serveTls } from '../../support/httpServers.ts';
import { opensslIsMissing, packPfx, startOpenssl } from '../../support/openssl.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

describe('wirebook run with SSLConfiguration', () => {
  test('shows the client certificate of the environment', async (t) => {
    const authority = await makeAuthority();
    const server = await authority.issue();
    const client = await authority.issue({ names: ['client.example'] });
    const options = { ...server, ca: authority.pem, requestCert: true, rejectUnauthorized: true };
    const { port } = await serveTls(t, options, (socket: TLSSocket) => {
      const { subjectaltname = '' } = socket.getPeerCertificate();
      socket.once('data', () =>
        socket.end(
          `HTTP/1.1 200 OK\r\nContent-Length: ${subjectaltname.length}\r\n\r\n${subjectaltname}`,
        ),
      );
    });
    const ssl = {
      clientCertificate: 'client.pem',
      clientCertificateKey: 'client.key',
      verifyHostCertificate: false,
    };
    await using folder = await CliFolder.with({
      'a.http': `GET https://localhost:${port}/ HTTP/1.1\n`,
      'client.pem': client.cert,
      'client.key': client.key,
      'http-client.private.env.json': JSON.stringify({ dev: { SSLConfiguration: ssl } }),
    });
    const shown = await folder.run('run', 'a.http', '--env', 'dev');
    assert.equal(shown.exitCode, 0, shown.stderr);
    assert.match(shown.stdout, /DNS:client\.example/);
    const without = await folder.run('run', 'a.http', '--insecure');
    assert.match(without.stderr, /WB_TLS_CLIENT_CERTIFICATE_REQUIRED/);
  });
});

describe('wirebook run with ClientCert', { skip: opensslIsMissing }, () => {
  test('shows the certificate to OpenSSL, and neither sends nor tells the passphrase', async (t) => {
    const clients = await makeAuthority('Client CA');
    const pfx = await packPfx(t, await clients.issue({ names: ['client'] }), 'sesam-öffne');
    const identity = await (await makeAuthority()).issue();
    const demand = ['-Verify', '1', '-verify_return_error'];
    const { port } = await startOpenssl(t, identity, demand, clients);
    await using folder = await CliFolder.with({
      'a.http':
        `# @insecure\nGET https://localhost:${port}/\n` +
        'ClientCert: pfx: client.p12 passphrase: sesam-öffne\n',
    });
    await writeFile(join(folder.path, 'client.p12'), pfx);
    const shown = await folder.run('run', 'a.http', '--output', 'json', '--record', 'log.ndjson');
    assert.equal(shown.exitCode, 0, shown.stderr);
    assert.match(shown.stdout, /Issuer: CN ?= ?Client CA/);
    const told = shown.stdout + shown.stderr + (await folder.read('log.ndjson'));
    assert.doesNotMatch(told, /sesam|ClientCert/i);
  });

  test('asks for a passphrase that is nowhere, of PKCS #12 and of PEM, and hides it', async (t) => {
    const clients = await makeAuthority('Client CA');
    const client = await clients.issue({ names: ['client'] });
    const identity = await (await makeAuthority()).issue();
    const demand = ['-Verify', '1', '-verify_return_error'];
    const { port } = await startOpenssl(t, identity, demand, clients);
    const key = createPrivateKey(client.key).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'sesam-öffne',
    });
    const request = `# @insecure\nGET https://localhost:${port}/\n`;
    await using folder = await CliFolder.with({
      'pfx.http': `${request}ClientCert: pfx: client.p12\n`,
      'pem.http': `${request}ClientCert: cert: client.pem key: client.key\n`,
      'client.pem': client.cert,
      'client.key': key.toString(),
    });
    await writeFile(join(folder.path, 'client.p12'), await packPfx(t, client, 'sesam-öffne'));
    for (const [file, of] of [
      ['pfx.http', 'client.p12'],
      ['pem.http', 'client.key'],
    ] as const) {
      const answer = ['--var', `Passphrase of ${of}=sesam-öffne`];
      const shown = await folder.run('run', file, '--output', 'json', ...answer);
      assert.equal(shown.exitCode, 0, shown.stderr);
      assert.match(shown.stdout, /Issuer: CN ?= ?Client CA/);
      assert.doesNotMatch(shown.stdout, /sesam/);
      const unasked = await folder.run('run', file);
      assert.equal(unasked.exitCode, 2);
      assert.match(unasked.stderr, new RegExp(`asked for "Passphrase of ${of}"`));
      const wrong = await folder.run('run', file, '--var', `Passphrase of ${of}=x`);
      assert.match(wrong.stderr, /WB_TLS_CLIENT_CERTIFICATE /);
    }
  });
});
