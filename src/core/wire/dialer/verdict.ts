import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import { certificatePath } from '../certificatePath.ts';
import type { CertificateFacts } from '../wireFacts.ts';
import type { DialTarget } from './connection.ts';

/** OpenSSL's and Node's verification errors, by what a person can do about them. */
const CODE_OF_ERROR: Record<string, WireErrorCode> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'WB_TLS_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'WB_TLS_UNKNOWN_AUTHORITY',
  UNABLE_TO_GET_ISSUER_CERT: 'WB_TLS_UNKNOWN_AUTHORITY',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'WB_TLS_UNKNOWN_AUTHORITY',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'WB_TLS_UNKNOWN_AUTHORITY',
  // An authority of that name is trusted, but it has another key.
  CERT_SIGNATURE_FAILURE: 'WB_TLS_UNKNOWN_AUTHORITY',
  CERT_HAS_EXPIRED: 'WB_TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'WB_TLS_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'WB_TLS_WRONG_HOST',
  INVALID_PURPOSE: 'WB_TLS_WRONG_PURPOSE',
};

const DATE_ERRORS = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** The failure that an unbelieved certificate is, with what a sentence needs to say which one and why. */
export function certificateFailure(
  authorizationError: string,
  chain: CertificateFacts[],
  target: DialTarget,
): WireError {
  const code = CODE_OF_ERROR[authorizationError] ?? 'WB_TLS_FAILED';
  const certificate = blamed(code, certificatePath(chain));
  return new WireError(code, 'tls', {
    cause: authorizationError,
    params: {
      host: target.host,
      port: String(target.port),
      reason: authorizationError,
      ...caseOf(authorizationError, certificate === chain[0]),
      // An unknown authority is named as the issuer of what the host presented.
      subject: (code === 'WB_TLS_UNKNOWN_AUTHORITY' ? chain[0] : certificate)?.subject ?? '',
      issuer: certificate?.issuer ?? '',
      names: namesOf(chain[0]),
      notBefore: certificate?.notBefore ?? '',
      notAfter: certificate?.notAfter ?? '',
      sha256: certificate?.sha256 ?? '',
    },
  });
}

/** An unknown root that came along lacks no intermediate, and whose dates are wrong need not be the host. */
function caseOf(authorizationError: string, isLeaf: boolean): { case?: string } {
  if (authorizationError === 'SELF_SIGNED_CERT_IN_CHAIN') return { case: 'rootSent' };
  return DATE_ERRORS.has(authorizationError) && !isLeaf ? { case: 'issuer' } : {};
}

/** Which certificate of the path is at fault: by date and purpose any, by signature the last known, else the leaf. */
function blamed(code: WireErrorCode, path: CertificateFacts[]): CertificateFacts | undefined {
  const now = new Date().toISOString();
  if (code === 'WB_TLS_EXPIRED') return path.find(({ notAfter }) => notAfter < now) ?? path[0];
  if (code === 'WB_TLS_NOT_YET_VALID') {
    return path.find(({ notBefore }) => notBefore > now) ?? path[0];
  }
  if (code === 'WB_TLS_WRONG_PURPOSE') return path.find(isNotForServers) ?? path[0];
  return code === 'WB_TLS_UNKNOWN_AUTHORITY' ? path.at(-1) : path[0];
}

/** Extended key usages that let a server prove itself (RFC 5280 §4.2.1.12): serverAuth and any. */
const SERVER_PURPOSES = new Set(['1.3.6.1.5.5.7.3.1', '2.5.29.37.0']);

/** A certificate without such usages is for everything. */
function isNotForServers({ pem }: CertificateFacts): boolean {
  if (pem === undefined) return false;
  // Node types it as always there.
  const usages = new X509Certificate(pem).keyUsage as string[] | undefined;
  return usages !== undefined && !usages.some((usage) => SERVER_PURPOSES.has(usage));
}

/** The names a certificate is for; only where it lists none, the common name counts (RFC 9525 §2). */
function namesOf(leaf: CertificateFacts | undefined): string {
  if (leaf === undefined) return '';
  return leaf.san.length > 0 ? leaf.san.join(', ') : leaf.subject;
}

/** The name to send in the handshake: none for an IP address (RFC 6066 §3). */
export function serverNameOf(host: string): string | null {
  return isIP(host) === 0 ? host : null;
}
