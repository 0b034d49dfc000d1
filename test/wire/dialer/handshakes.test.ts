import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import type { RequestOptions } from '../../../src/core/runner/preparedRequest.ts';
import { serveDamagedTls } from '../../support/damagedTls.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import { serveTcp, serveTls } from '../../support/httpServers.ts';
import { opensslIsMissing, startOpenssl } from '../../support/openssl.ts';
import { folderWith } from '../../support/programs.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';
import { capture, tsharkIsMissing } from '../../support/tshark.ts';

const authority = await makeAuthority();
const identity = await authority.issue();

function get(t: TestContext, port: number, options: Partial<RequestOptions> = {}) {
  const url = `https://localhost:${port}/`;
  return new HttpRunner(t).run(url, { options: { extraCa: [authority.pem], ...options } });
}

describe('openssl s_server', { skip: opensslIsMissing }, () => {
  for (const [flag, version, proof] of [
    ['-tls1_2', 'TLSv1.2', 'ticket'],
    ['-tls1_3', 'TLSv1.3', 'psk'],
  ] as const) {
    test(`resumes a session of ${version}, and no certificate is sent then`, async (t) => {
      const { port } = await startOpenssl(t, identity, [flag]);
      const first = await get(t, port);
      assert.equal(first.one('tls.clientHello').resumption, null);
      assert.equal(first.one('tls.established').resumed, false);
      const runner = new HttpRunner(t);
      const second = await runner.run(`https://localhost:${port}/`, {
        options: { extraCa: [authority.pem] },
      });
      assert.equal(second.one('tls.clientHello').resumption, proof);
      assert.equal(second.one('tls.established').resumed, true);
      assert.equal(second.one('tls.established').authorized, true);
      assert.deepEqual(second.all('tls.certificate'), []);
      assert.match(second.bodyText, new RegExp(`Reused, ${version}`));
      assert.equal(runner.recorder.connections[0]?.facts?.tls?.chain.length, 2);
    });
  }

  for (const flag of ['-tls1_2', '-tls1_3']) {
    test(`for another host stays refused when its session is resumed (${flag})`, async (t) => {
      const { port } = await startOpenssl(t, await authority.issue({ names: ['other.example'] }), [
        flag,
      ]);
      for (const resumed of [false, true]) {
        const sink = await get(t, port, { verifyTls: false });
        const told = sink.one('tls.established');
        assert.equal(told.resumed, resumed);
        assert.equal(told.authorized, false);
        assert.equal(told.authorizationError, 'ERR_TLS_CERT_ALTNAME_INVALID');
      }
      const verifying = await get(t, port);
      assert.equal(verifying.one('tls.clientHello').resumption, null);
      assert.equal(verifying.error?.code, 'WB_TLS_WRONG_HOST');
    });
  }

  test('is not shown a session when the file of an authority holds another one', async (t) => {
    const { port } = await startOpenssl(t, identity);
    const folder = await folderWith(t, { 'ca.pem': authority.pem });
    const options = { extraCa: [], caFiles: [join(folder, 'ca.pem')] };
    assert.equal((await get(t, port, options)).one('tls.established').authorized, true);
    await writeFile(join(folder, 'ca.pem'), (await makeAuthority('Stranger')).pem);
    const refused = await get(t, port, options);
    assert.equal(refused.one('tls.clientHello').resumption, null);
    assert.equal(refused.error?.code, 'WB_TLS_UNKNOWN_AUTHORITY');
  });

  test('of TLS 1.2 names the group as its hello does, and none where a session is resumed', async (t) => {
    const { port } = await startOpenssl(t, identity, ['-tls1_2', '-groups', 'P-256']);
    const first = await get(t, port);
    assert.equal(first.one('tls.established').group, 'secp256r1');
    assert.ok(first.one('tls.clientHello').groups.includes('secp256r1'));
    const second = await get(t, port);
    assert.equal(second.one('tls.established').resumed, true);
    assert.equal(second.one('tls.established').group, null);
  });

  for (const args of [
    ['-tls1_2'],
    ['-ciphersuites', 'TLS_AES_128_GCM_SHA256'],
    ['-ciphersuites', 'TLS_AES_256_GCM_SHA384'],
    ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'],
  ]) {
    test(`is told with the certificates that it sends, and which are ours (${args.join(' ')})`, async (t) => {
      const stranger = await makeAuthority('Stranger');
      const folder = await folderWith(t, { 'chain.pem': stranger.pem });
      const sends = [...args, '-cert_chain', join(folder, 'chain.pem')];
      const { port } = await startOpenssl(t, identity, sends);
      const { chain } = (await get(t, port)).one('tls.certificate');
      assert.deepEqual(
        chain.map(({ subject, local }) => [subject, local]),
        [
          ['CN=leaf, O=Test Servers', undefined],
          ['CN=Stranger', undefined],
          ['CN=Test CA', true],
        ],
      );
      const refused = await get(t, port, { extraCa: [] });
      assert.equal(refused.one('tls.certificate').chain.length, 2);
      assert.equal(refused.error?.params['issuer'], 'CN=Test CA');
    });
  }

  test('that has no site of that name is told apart', async (t) => {
    const folder = await folderWith(t, { 'key.pem': identity.key, 'cert.pem': identity.cert });
    const { port } = await startOpenssl(t, identity, [
      '-servername=other.example',
      '-servername_fatal',
      `-cert2=${join(folder, 'cert.pem')}`,
      `-key2=${join(folder, 'key.pem')}`,
    ]);
    const { error } = await get(t, port);
    assert.deepEqual([error?.code, error?.params['case']], ['WB_TLS_FAILED', 'unrecognized_name']);
  });

  for (const flag of ['-tls1_2', '-tls1_3']) {
    test(`shows its certificate also where it refuses ours (${flag})`, async (t) => {
      const demand = [flag, '-Verify', '1', '-verify_return_error'];
      const { port } = await startOpenssl(t, identity, demand, authority);
      const sink = await get(t, port);
      assert.equal(sink.error?.code, 'WB_TLS_CLIENT_CERTIFICATE_REQUIRED');
      assert.equal(sink.one('tls.certificate').chain[0]?.subject, 'CN=leaf, O=Test Servers');
      const { names } = sink;
      assert.ok(names.indexOf('tls.certificate') < names.indexOf('tls.alert'), names.join(' '));
    });
  }

  test('is not shown a session by who trusts others', async (t) => {
    const { port } = await startOpenssl(t, identity);
    await get(t, port);
    const stranger = await get(t, port, { extraCa: [] });
    assert.equal(stranger.one('tls.clientHello').resumption, null);
    assert.equal(stranger.error?.code, 'WB_TLS_UNKNOWN_AUTHORITY');
  });

  test('asks for another hello with the group that it wants', async (t) => {
    const { port } = await startOpenssl(t, identity, ['-groups', 'P-521']);
    const sink = await get(t, port);
    const retry = sink.one('tls.helloRetryRequest');
    assert.deepEqual([retry.version, retry.group], ['TLSv1.3', 'secp521r1']);
    const [first, second] = sink.all('tls.clientHello');
    assert.ok(!first?.keyShares?.includes('secp521r1'));
    assert.deepEqual(second?.keyShares, ['secp521r1']);
    assert.equal(sink.one('tls.established').group, 'secp521r1');
  });

  test('that speaks another version than we do is a failure that names both', async (t) => {
    const old = await startOpenssl(t, identity, ['-tls1_2']);
    const tooOld = await get(t, old.port, { tlsMinVersion: 'TLSv1.3' });
    assert.deepEqual([tooOld.error?.code, tooOld.error?.phase], ['WB_TLS_VERSION', 'tls']);
    assert.equal(tooOld.error?.params['offered'], 'TLSv1.3');
    assert.equal(tooOld.one('tls.alert').description, 'protocol_version');
    const recent = await startOpenssl(t, identity, ['-tls1_3']);
    const tooNew = await get(t, recent.port, { tlsMaxVersion: 'TLSv1.2' });
    assert.equal(tooNew.error?.code, 'WB_TLS_VERSION');
    assert.equal(tooNew.error?.params['offered'], 'TLSv1.2');
  });

  test('is spoken to in TLS 1.0 where that is asked for', async (t) => {
    const { port } = await startOpenssl(t, identity, ['-tls1', '-cipher', 'DEFAULT@SECLEVEL=0']);
    assert.equal((await get(t, port)).error?.code, 'WB_TLS_VERSION');
    const sink = await get(t, port, { tlsMinVersion: 'TLSv1' });
    assert.equal(sink.one('tls.established').version, 'TLSv1');
    assert.match(sink.bodyText, /TLSv1/);
  });

  test('shows a certificate as openssl x509 does', async (t) => {
    const { port } = await startOpenssl(t, identity);
    const [leaf] = (await get(t, port)).one('tls.certificate').chain;
    const folder = await folderWith(t, { 'cert.pem': leaf?.pem ?? '' });
    const { stdout } = await promisify(execFile)('openssl', [
      ...'x509 -noout -serial -fingerprint -sha256 -text -in'.split(' '),
      join(folder, 'cert.pem'),
    ]);
    assert.ok(stdout.includes(`serial=${leaf?.serial}`), stdout);
    assert.ok(stdout.includes(leaf?.sha256 ?? '?'));
    assert.ok(stdout.includes(`Signature Algorithm: ${leaf?.signature}`));
    assert.equal(leaf?.key, 'EC prime256v1');
    assert.match(stdout, /ASN1 OID: prime256v1/);
  });

  test('staples what its authority says', async (t) => {
    const issuer = await makeAuthority('OCSP CA');
    const leaf = await issuer.issue();
    for (const [mark, status] of [
      ['V', 'good'],
      ['R', 'revoked'],
    ] as const) {
      const staple = await ocspResponse(t, issuer, leaf.cert, mark);
      const { port } = await startOpenssl(t, leaf, ['-status_file', staple]);
      const sink = await get(t, port, { extraCa: [issuer.pem] });
      const ocsp = sink.one('tls.ocsp');
      assert.equal(ocsp.status, status);
      assert.match(ocsp.thisUpdate ?? '', /^20\d\d-\d\d-\d\dT/);
      assert.ok((ocsp.nextUpdate ?? '') > (ocsp.thisUpdate ?? '~'));
    }
  });

  test('and tshark see the same hellos', { skip: tsharkIsMissing }, async (t) => {
    const { port } = await startOpenssl(t, identity);
    const captured = await capture(t, port);
    const sink = await get(t, port);
    const names = [
      'ciphersuite',
      'extensions_supported_group',
      'extension.type',
      'sig_hash_alg',
      'extensions_server_name',
      'extensions_alpn_str',
    ].flatMap((name) => ['-e', `tls.handshake.${name}`]);
    const asTls = ['-d', `tcp.port==${port},tls`];
    const [hello] = await captured.lines(
      [...asTls, '-Y', 'tls.handshake.type==1', ...names],
      (lines) => lines.length > 0,
    );
    const [ciphers, groups, extensions, signatures, sni, alpn] = hello!.split('\t');
    const offered = sink.one('tls.clientHello');
    assert.equal(ciphers?.split(',').length, offered.ciphers.length);
    assert.equal(groups?.split(',').length, offered.groups.length);
    assert.equal(extensions?.split(',').length, offered.extensions?.length);
    assert.equal(signatures?.split(',').length, offered.signatureAlgorithms?.length);
    assert.equal(sni, 'localhost');
    assert.deepEqual(alpn?.split(','), offered.alpn);
    const said = captured.details('tls.handshake');
    const chosen = sink.one('tls.serverHello');
    assert.ok(said.includes(`Cipher Suite: ${chosen.cipher} (`), said);
    assert.ok(said.includes(`Group: ${chosen.group}, `), said);
    for (const name of [...offered.ciphers, ...offered.signatureAlgorithms!.filter(isOld)]) {
      assert.ok(said.includes(`: ${name} (`), name);
    }
  });
});

/** Known to the tshark of every distribution. */
function isOld(signature: string): boolean {
  return /^(?:rsa|ecdsa_secp|ed\d)/.test(signature) && !signature.includes('224');
}

describe('authorities of our own', () => {
  test('are read from files', async (t) => {
    const server = await serveTls(t, identity, (socket) => socket.end('HTTP/1.1 204 \r\n\r\n'));
    const folder = await folderWith(t, { 'ca.pem': authority.pem });
    const caFiles = [join(folder, 'ca.pem')];
    const sink = await get(t, server.port, { extraCa: [], caFiles });
    assert.equal(sink.one('tls.established').authorized, true);
  });

  test('that are missing or no certificate stop the request, and say which', async (t) => {
    const folder = await folderWith(t, { 'text.pem': 'no certificate' });
    for (const name of ['missing.pem', 'text.pem']) {
      const sink = await get(t, 9, { caFiles: [join(folder, name)] });
      assert.deepEqual([sink.error?.code, sink.error?.phase], ['WB_TLS_BAD_AUTHORITY', 'prepare']);
      assert.equal(sink.error?.params['name'], join(folder, name));
      assert.deepEqual(sink.names, []);
    }
  });
});

describe('the key log', () => {
  test('gets the secrets of the connection, and only its owner may read it', async (t) => {
    const server = await serveTls(t, identity, (socket) => socket.end('HTTP/1.1 204 \r\n\r\n'));
    const keyLogFile = join(await folderWith(t, {}), 'keys.txt');
    const sink = await get(t, server.port, { keyLogFile });
    assert.equal(sink.one('tls.keyLog').file, keyLogFile);
    const keys = await readFile(keyLogFile, 'utf8');
    assert.match(keys, /^SERVER_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]{64} [0-9a-f]+$/m);
    assert.equal((await stat(keyLogFile)).mode & 0o777, 0o600);
  });

  test('that cannot be written stops the request', async (t) => {
    const server = await serveTls(t, identity, () => undefined);
    const sink = await get(t, server.port, { keyLogFile: '/no/such/folder/keys.txt' });
    assert.deepEqual([sink.error?.code, sink.error?.phase], ['WB_TLS_KEY_LOG', 'prepare']);
    assert.deepEqual(sink.all('tls.started'), []);
  });
});

test('a record that does not decrypt is a fault of TLS, and what had come is kept', async (t) => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\npart';
  const server = await serveDamagedTls(t, identity, answer);
  const sink = await get(t, server.port);
  assert.deepEqual([sink.error?.code, sink.error?.phase], ['WB_TLS_BAD_RECORD', 'receive']);
  assert.ok(sink.error?.cause instanceof Error);
  assert.match(sink.error.cause.message, /bad record mac/);
  assert.equal(sink.bodyText, 'part');
});

test('a silent server is a timeout for the handshake as for the exchange', async (t) => {
  const server = await serveTcp(t, () => undefined);
  const url = `https://localhost:${server.port}/`;
  const sink = await new HttpRunner(t).run(url, { options: { timeoutMs: 200 } });
  assert.equal(sink.one('tls.failed').code, 'WB_TIMEOUT');
  const { code, phase, params } = sink.error ?? {};
  assert.deepEqual([code, phase, params?.['limit']], ['WB_TIMEOUT', 'tls', '0.2 s']);
});

test('a connection that is reset in the handshake fails in phase tls', async (t) => {
  const server = await serveTcp(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
  const { error } = await get(t, server.port);
  assert.deepEqual([error?.code, error?.phase], ['WB_CONNECTION_RESET', 'tls']);
});

/** What `openssl ocsp` answers for a certificate that is valid (`V`) or revoked (`R`). */
async function ocspResponse(
  t: TestContext,
  issuer: Awaited<ReturnType<typeof makeAuthority>>,
  cert: string,
  mark: 'V' | 'R',
): Promise<string> {
  const folder = await folderWith(t, {
    'ca.pem': issuer.pem,
    'ca.key': issuer.key,
    'cert.pem': cert,
  });
  const openssl = (args: string) =>
    promisify(execFile)('openssl', args.split(' '), { cwd: folder });
  const { stdout } = await openssl('x509 -noout -serial -in cert.pem');
  const serial = stdout.trim().replace('serial=', '');
  const revoked = mark === 'R' ? '200101000000Z' : '';
  await writeFile(
    join(folder, 'index.txt'),
    `${mark}\t991231235959Z\t${revoked}\t${serial}\tunknown\t/CN=leaf\n`,
  );
  await openssl(
    'ocsp -index index.txt -CA ca.pem -rsigner ca.pem -rkey ca.key -issuer ca.pem -cert cert.pem -ndays 1 -respout response.der',
  );
  return join(folder, 'response.der');
}
