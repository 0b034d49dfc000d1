import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** Key and certificate chain of a server, both PEM. */
export interface ServerIdentity {
  key: string;
  cert: string;
}

/** What a certificate says; unset parts are valid for `localhost`, 127.0.0.1 and 127.0.0.2 today. */
export interface CertificateWishes {
  names?: string[];
  notBefore?: Date;
  notAfter?: Date;
  /** Object identifiers of the extended key usage; unset has none. */
  usages?: string[];
}

/** A certificate authority made for one test. */
export interface TestAuthority {
  /** Its own certificate (PEM). */
  pem: string;
  /** Its private key (PEM). */
  key: string;
  issue(wishes?: CertificateWishes): Promise<ServerIdentity>;
}

/** The day that many days from now. */
export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

/** Makes an authority. */
export async function makeAuthority(name = 'Test CA'): Promise<TestAuthority> {
  const keys = await makeKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: daysFromNow(-30),
    notAfter: daysFromNow(30),
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  return {
    pem: root.toString('pem'),
    key: await privatePem(keys),
    issue: async (wishes = {}) => {
      const leafKeys = await makeKeys();
      const leaf = await x509.X509CertificateGenerator.create({
        subject: 'CN=leaf,O=Test Servers',
        issuer: root.subject,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        ...contentOf(wishes),
      });
      return { key: await privatePem(leafKeys), cert: leaf.toString('pem') };
    },
  };
}

/** Makes a certificate that is its own authority. */
export async function makeSelfSigned(wishes: CertificateWishes = {}): Promise<ServerIdentity> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=self,O=Test Servers',
    keys,
    signingAlgorithm: ALGORITHM,
    ...contentOf(wishes),
  });
  return { key: await privatePem(keys), cert: certificate.toString('pem') };
}

function contentOf(wishes: CertificateWishes) {
  const names = wishes.names ?? ['localhost', '127.0.0.1', '127.0.0.2'];
  const alternatives = names.map(
    (value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const,
  );
  const usages = wishes.usages ? [new x509.ExtendedKeyUsageExtension(wishes.usages)] : [];
  return {
    notBefore: wishes.notBefore ?? daysFromNow(-1),
    notAfter: wishes.notAfter ?? daysFromNow(1),
    extensions: [new x509.SubjectAlternativeNameExtension(alternatives), ...usages],
  };
}

async function makeKeys(): Promise<CryptoKeyPair> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
}

async function privatePem(keys: CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return x509.PemConverter.encode(der, 'PRIVATE KEY');
}
