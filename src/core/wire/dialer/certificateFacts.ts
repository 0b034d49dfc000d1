import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../wireFacts.ts';
import { childrenOf, objectIdentifier, readDer } from './der.ts';

/** Signature algorithms of certificates by object identifier, as OpenSSL names them. */
const SIGNATURES: Record<string, string> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'ED25519',
  '1.3.101.113': 'ED448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

/** What there is to know of a certificate (DER). Throws where it is none. */
export function certificateFacts(der: Buffer): CertificateFacts {
  const certificate = new X509Certificate(der);
  return {
    subject: onOneLine(certificate.subject),
    issuer: onOneLine(certificate.issuer),
    san: alternativeNames(certificate.subjectAltName),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    sha256: certificate.fingerprint256,
    serial: certificate.serialNumber,
    key: keyOf(certificate),
    signature: signatureOf(der),
    isAuthority: certificate.ca,
    pem: certificate.toString(),
  };
}

/** Such as `RSA 2048` or `EC prime256v1`; a kind that the library does not know has no name. */
function keyOf(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType = '', asymmetricKeyDetails = {} } = certificate.publicKey;
    const { modulusLength, namedCurve } = asymmetricKeyDetails;
    const size = modulusLength ?? namedCurve ?? '';
    return `${asymmetricKeyType.toUpperCase()} ${size}`.trim();
  } catch {
    return 'unknown';
  }
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { algorithm … } … } (RFC 5280 §4.1). */
function signatureOf(der: Buffer): string {
  const [, algorithm] = childrenOf(readDer(der));
  const identifier = objectIdentifier(childrenOf(algorithm)[0]);
  return SIGNATURES[identifier] ?? identifier;
}

/** Node writes one attribute a line; a certificate without a subject has none. */
function onOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

/** Splits `DNS:a, IP Address:127.0.0.1`; a value with a comma is quoted as JSON. */
function alternativeNames(list: string | undefined): string[] {
  const entries = (list ?? '').match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return entries.map((entry) => entry.trim().replace(/^(?:DNS|IP Address):/, ''));
}
