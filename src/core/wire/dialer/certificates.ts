import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../events.ts';

/** Longer chains do not occur; this ends a loop of issuers. */
const CHAIN_LIMIT = 16;

/**
 * The peer's certificates, leaf first, with their issuers as far as they are known. Empty where the TLS
 * library does not tell.
 */
export function peerChain(socket: TLSSocket): CertificateFacts[] {
  try {
    return rawChain(socket.getPeerCertificate(true)).map((der) => certificateFacts(der));
  } catch {
    return [];
  }
}

/** A self-signed root is its own issuer, so a certificate that was seen ends the chain. */
function rawChain(leaf: DetailedPeerCertificate): Buffer[] {
  const seen = new Map<string, Buffer>();
  let certificate: DetailedPeerCertificate | undefined = leaf;
  while (certificate?.raw !== undefined && seen.size < CHAIN_LIMIT) {
    if (seen.has(certificate.fingerprint256)) break;
    seen.set(certificate.fingerprint256, certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return [...seen.values()];
}

function certificateFacts(der: Buffer): CertificateFacts {
  const certificate = new X509Certificate(der);
  return {
    subject: onOneLine(certificate.subject),
    issuer: onOneLine(certificate.issuer),
    san: alternativeNames(certificate.subjectAltName),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    sha256: certificate.fingerprint256,
  };
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
