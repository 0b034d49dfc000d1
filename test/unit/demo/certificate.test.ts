import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createDemoCertificate, isUsable } from '../../../src/demo/certificate.ts';
import {
  defaultCertificateFolder,
  loadOrCreateCertificate,
} from '../../../src/demo/certificateFolder.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('demo certificate', () => {
  test('is for localhost and the loopback addresses, signed by its authority', async () => {
    const made = await createDemoCertificate();
    const leaf = new X509Certificate(made.chainPem);
    const authority = new X509Certificate(made.caPem);
    assert.equal(
      leaf.subjectAltName,
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    assert.equal(leaf.ca, false);
    assert.equal(authority.ca, true);
    assert.ok(leaf.checkIssued(authority));
    assert.ok(leaf.verify(authority.publicKey));
  });

  test('is unusable a fortnight before it expires', async () => {
    const now = new Date();
    const made = await createDemoCertificate(now);
    assert.equal(isUsable(made, new Date(now.getTime() + 350 * dayMs)), true);
    assert.equal(isUsable(made, new Date(now.getTime() + 352 * dayMs)), false);
  });

  test('is unusable with the key or the authority of another', async () => {
    const [one, other] = [await createDemoCertificate(), await createDemoCertificate()];
    assert.equal(isUsable({ ...one, keyPem: other.keyPem }), false);
    assert.equal(isUsable({ ...one, caPem: other.caPem }), false);
  });
});

describe('certificate folder', () => {
  let folder: string;
  before(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'wirebook-certificate-')), 'new');
  });
  after(() => rm(join(folder, '..'), { recursive: true, force: true }));

  test('keeps the certificate for the next start', async () => {
    const first = await loadOrCreateCertificate(folder);
    assert.deepEqual(await loadOrCreateCertificate(folder), first);
    assert.equal(await readFile(join(folder, 'demo-ca.pem'), 'utf8'), first.caPem);
  });

  test(
    'hides the private key from other users',
    { skip: process.platform === 'win32' },
    async () => {
      await loadOrCreateCertificate(folder);
      const { mode } = await stat(join(folder, 'demo-server.pem'));
      assert.equal((mode & 0o777).toString(8), '600');
    },
  );

  test('renews a certificate that is about to expire', async () => {
    const old = await loadOrCreateCertificate(folder);
    const later = new Date(Date.now() + 360 * dayMs);
    const renewed = await loadOrCreateCertificate(folder, later);
    assert.notEqual(renewed.chainPem, old.chainPem);
    assert.ok(Date.parse(new X509Certificate(renewed.chainPem).validTo) > later.getTime());
  });

  test('replaces a damaged file', async () => {
    await writeFile(join(folder, 'demo-server.pem'), '-----BEGIN NOTHING-----');
    assert.ok(isUsable(await loadOrCreateCertificate(folder)));
  });

  test('is in the cache of the user', () => {
    assert.equal(defaultCertificateFolder({ XDG_CACHE_HOME: '/c' }), join('/c', 'wirebook'));
    assert.match(defaultCertificateFolder({}), /[/\\]\.cache[/\\]wirebook$/);
  });
});
