import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../wireFacts.ts';
import { certificateFacts } from './certificateFacts.ts';

/** Longer chains do not occur; this ends a loop of issuers. */
const CHAIN_LIMIT = 16;

/**
 * The certificates that the peer sent, leaf first, and behind them the issuers that we know ourselves. Where it is not
 * known what was sent, those that the TLS library took together. Empty where it does not tell.
 */
export function peerChain(socket: TLSSocket, sent: readonly Buffer[] | null): CertificateFacts[] {
  try {
    const used = usedChain(socket.getPeerCertificate(true));
    if (sent === null) return used.map((der) => certificateFacts(der));
    const local = used.filter((der) => !sent.some((each) => each.equals(der)));
    return [...sentChain(sent), ...local.map((der) => ({ ...certificateFacts(der), local: true }))];
  } catch {
    return [];
  }
}

/** What a peer sent, as far as it is certificates. */
export function sentChain(sent: readonly Buffer[]): CertificateFacts[] {
  return sent.flatMap((der) => {
    try {
      return [certificateFacts(der)];
    } catch {
      return [];
    }
  });
}

/** A self-signed root is its own issuer, so a certificate that was seen ends the chain. */
function usedChain(leaf: DetailedPeerCertificate): Buffer[] {
  const seen = new Map<string, Buffer>();
  let certificate: DetailedPeerCertificate | undefined = leaf;
  while (certificate?.raw !== undefined && seen.size < CHAIN_LIMIT) {
    if (seen.has(certificate.fingerprint256)) break;
    seen.set(certificate.fingerprint256, certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return [...seen.values()];
}
