import type { SecureContext } from 'node:tls';
import * as tls from 'node:tls';
import { WireError } from '../../errors/wireError.ts';

/** Parsing some hundred roots takes a while, so each set of extra authorities is made once. */
const contexts = new Map<string, SecureContext>();
const KEPT_CONTEXTS = 16;

let roots: string[] | null = null;

/**
 * A TLS context that trusts the bundled roots, the system's and `extraCa` (PEM).
 * Fails with `WB_TLS_FAILED` where one of those is no certificate.
 */
export function trustContext(extraCa: string[]): SecureContext {
  const key = extraCa.join('\n');
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const made = contextOf([...allRoots(), ...extraCa]);
  if (contexts.size >= KEPT_CONTEXTS) contexts.clear();
  contexts.set(key, made);
  return made;
}

/** Reads all roots where that was not done yet, so that the clock of an exchange does not count it. */
export function warmTrust(extraCa: string[]): void {
  try {
    trustContext(extraCa);
  } catch {
    // Whoever dials meets the same failure, and tells it.
  }
}

function contextOf(ca: string[]): SecureContext {
  try {
    return tls.createSecureContext({ ca });
  } catch (cause) {
    const reason = 'a certificate to trust is not valid PEM';
    throw new WireError('WB_TLS_FAILED', 'tls', { cause, params: { reason } });
  }
}

function allRoots(): string[] {
  roots ??= withoutRepeats([...tls.rootCertificates, ...systemRoots()]);
  return roots;
}

/** Node before 22.15 cannot ask the system, and a damaged store must not stop TLS altogether. */
function systemRoots(): string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}

/** System stores list most roots several times, and the bundled ones again. */
function withoutRepeats(certificates: string[]): string[] {
  return [...new Map(certificates.map((pem) => [pem.replaceAll(/\s/g, ''), pem])).values()];
}
