import 'reflect-metadata';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type X509Certificate as SignedCertificate,
} from '@peculiar/x509';

/** The demo server's certificate for `localhost`, `127.0.0.1` and `::1`, and the authority that signed it. */
export interface DemoCertificate {
  /** Private key of the leaf, PKCS #8 PEM. */
  keyPem: string;
  /** Leaf, then authority, PEM. */
  chainPem: string;
  /** The authority alone, PEM: what a client trusts to accept the leaf. */
  caPem: string;
}

type Keys = CryptoKeyPair;
type Validity = { notBefore: Date; notAfter: Date };

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;
const validityDays = 365;
const renewBeforeDays = 14;

/**
 * Makes an authority and a leaf signed by it, valid for a year from `now`. The authority's key is forgotten at once:
 * who trusts this authority trusts this one leaf and nothing that could be signed later.
 */
export async function createDemoCertificate(now = new Date()): Promise<DemoCertificate> {
  const validity = {
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + validityDays * dayMs),
  };
  const authorityKeys = await generateKeys();
  const leafKeys = await generateKeys();
  const authority = await createAuthority(authorityKeys, validity);
  const leaf = await createLeaf(leafKeys, authority, authorityKeys, validity);
  const key = await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey);
  const caPem = `${authority.toString('pem')}\n`;
  return {
    keyPem: `${PemConverter.encode(key, PemConverter.PrivateKeyTag)}\n`,
    chainPem: `${leaf.toString('pem')}\n${caPem}`,
    caPem,
  };
}

async function createAuthority(keys: Keys, validity: Validity): Promise<SignedCertificate> {
  return X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=Wirebook demo authority',
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

async function createLeaf(
  keys: Keys,
  authority: SignedCertificate,
  authorityKeys: Keys,
  validity: Validity,
): Promise<SignedCertificate> {
  return X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
}

/** Whether `certificate` is complete, signed by its authority and good for a fortnight more. */
export function isUsable(certificate: DemoCertificate, now = new Date()): boolean {
  try {
    const leaf = new X509Certificate(certificate.chainPem);
    const authority = new X509Certificate(certificate.caPem);
    const renewAt = Date.parse(leaf.validTo) - renewBeforeDays * dayMs;
    return (
      now.getTime() < renewAt &&
      leaf.checkHost('localhost') !== undefined &&
      leaf.checkPrivateKey(createPrivateKey(certificate.keyPem)) &&
      leaf.verify(authority.publicKey)
    );
  } catch {
    // A damaged PEM file is an unusable certificate, which the caller replaces.
    return false;
  }
}

function generateKeys(): Promise<Keys> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
