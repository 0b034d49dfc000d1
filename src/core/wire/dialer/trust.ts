import { createHash } from 'node:crypto';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import * as tls from 'node:tls';
import { causeOf } from '../../errors/causeOf.ts';
import { WireError } from '../../errors/wireError.ts';
import type { TlsVersion } from '../../request-file/tlsVersion.ts';
import type { ClientCertificate } from '../../runner/preparedRequest.ts';
import { authoritiesOf, authoritiesIn } from './authorities.ts';
import type { DialTarget } from './connection.ts';

/** What of a target decides whom we trust and what we offer. */
export type TrustWishes = Pick<
  DialTarget,
  'extraCa' | 'caFiles' | 'clientCertificate' | 'minVersion' | 'maxVersion'
>;

/** Parsing some hundred roots takes a while, so each set of wishes is made once. */
const contexts = new Map<string, SecureContext>();
const KEPT_CONTEXTS = 16;

/** OpenSSL 3 signs nothing of TLS 1.0 and 1.1 above security level 0. */
const OLD_VERSIONS = new Set<TlsVersion | null | undefined>(['TLSv1', 'TLSv1.1']);
const OLD_CIPHERS = `${tls.DEFAULT_CIPHERS}:@SECLEVEL=0`;

let roots: string[] | null = null;
/** Of those who wish for nothing, which are nearly all. */
let usual: SecureContext | null = null;

/**
 * A TLS context that trusts the bundled roots, the system's, and those wished for, and shows the client
 * certificate. Fails with `WB_TLS_BAD_AUTHORITY` or `WB_TLS_CLIENT_CERTIFICATE` where one is not usable.
 */
export function trustContext(wishes: TrustWishes): SecureContext {
  if (hasNoWishes(wishes)) return (usual ??= contextOf(wishes, []));
  const files = (wishes.caFiles ?? []).flatMap(authoritiesIn);
  const ca = [...wishes.extraCa.flatMap(authoritiesOf), ...files];
  const key = keyOf(wishes, ca);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const made = contextOf(wishes, ca);
  if (contexts.size >= KEPT_CONTEXTS) contexts.clear();
  contexts.set(key, made);
  return made;
}

function hasNoWishes(wishes: TrustWishes): boolean {
  const { extraCa, caFiles = [], clientCertificate, minVersion, maxVersion } = wishes;
  return extraCa.length + caFiles.length === 0 && !clientCertificate && !minVersion && !maxVersion;
}

/** Reads all roots where that was not done yet, so that the clock of an exchange does not count it. */
export function warmTrust(wishes: TrustWishes): void {
  try {
    trustContext(wishes);
  } catch {
    // Whoever dials meets the same failure, and tells it.
  }
}

/** A digest, so that no key or passphrase is kept as text. */
function keyOf({ clientCertificate, minVersion, maxVersion }: TrustWishes, ca: string[]): string {
  const { pfx, ...pem } = clientCertificate ?? {};
  return createHash('sha256')
    .update(JSON.stringify([ca, pem, minVersion, maxVersion]))
    .update(pfx ?? '')
    .digest('base64');
}

function contextOf(wishes: TrustWishes, ca: string[]): SecureContext {
  const { clientCertificate, minVersion, maxVersion } = wishes;
  const versions: SecureContextOptions = {
    ...(minVersion ? { minVersion } : {}),
    ...(maxVersion ? { maxVersion } : {}),
    ...(OLD_VERSIONS.has(minVersion) || OLD_VERSIONS.has(maxVersion)
      ? { ciphers: OLD_CIPHERS }
      : {}),
  };
  try {
    return tls.createSecureContext({
      ca: [...allRoots(), ...ca],
      // An authority that is trusted need not be a root: a server seldom sends its root.
      allowPartialTrustChain: ca.length > 0,
      ...versions,
      ...identityOf(clientCertificate),
    });
  } catch (cause) {
    if (!clientCertificate) throw cause;
    const params = { host: clientCertificate.authority, reason: causeOf(cause) ?? '' };
    throw new WireError('WB_TLS_CLIENT_CERTIFICATE', 'prepare', { cause, params });
  }
}

function identityOf(certificate: ClientCertificate | null | undefined): SecureContextOptions {
  if (!certificate) return {};
  const { authority: _authority, pfx, ...pem } = certificate;
  return pfx === undefined ? pem : { ...pem, pfx: Buffer.from(pfx) };
}

function allRoots(): string[] {
  roots ??= withoutRepeats([
    ...tls.rootCertificates,
    ...storedRoots('system'),
    ...storedRoots('extra'),
  ]);
  return roots;
}

/** Node before 22.15 cannot ask for them, and a damaged store must not stop TLS altogether. */
function storedRoots(store: 'system' | 'extra'): string[] {
  try {
    return tls.getCACertificates(store);
  } catch {
    return [];
  }
}

/** System stores list most roots several times, and the bundled ones again. */
function withoutRepeats(certificates: string[]): string[] {
  return [...new Map(certificates.map((pem) => [pem.replaceAll(/\s/g, ''), pem])).values()];
}
