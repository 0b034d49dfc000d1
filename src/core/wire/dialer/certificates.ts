import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../wireFacts.ts';
import { certificateFacts } from './certificateFacts.ts';

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
