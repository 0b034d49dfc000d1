import { createHash, getHashes } from 'node:crypto';
import type { Challenge } from './challenge.ts';

/** Who asks. */
export interface DigestCredentials {
  user: string;
  password: string;
}

/** A challenge of the Digest scheme that can be answered (RFC 7616 §3.3). */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  opaque: string | null;
  /** As the server wrote it; `null` where it named none, which means MD5. */
  algorithm: string | null;
  qop: 'auth' | 'auth-int' | null;
  userhash: boolean;
  stale: boolean;
}

/** The request that is authorized. */
export interface DigestRequest {
  method: string;
  /** Request target as sent: path and query. */
  target: string;
  /** Needed for `auth-int` only. */
  bodyHash: string | null;
  /** How often the nonce was used, this time included. */
  count: number;
  cnonce: string;
}

/** Names of hashes in Node, by the algorithm's name without `-sess` (RFC 7616 §6.1). */
const hashes: Record<string, string> = {
  MD5: 'md5',
  'SHA-256': 'sha256',
  'SHA-512-256': 'sha512-256',
};

/**
 * The first challenge that can be answered, which is the one that the server likes best (RFC 7616 §3.7). `null` where
 * there is none. Of the qualities of protection `auth` goes before `auth-int`.
 */
export function digestChallengeOf(challenges: readonly Challenge[]): DigestChallenge | null {
  for (const { scheme, params } of challenges) {
    const nonce = params.get('nonce');
    const algorithm = params.get('algorithm') ?? null;
    const offered = params
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/);
    const qop = (['auth', 'auth-int'] as const).find((each) => offered?.includes(each)) ?? null;
    if (scheme !== 'digest' || nonce === undefined || !isKnown(algorithm)) continue;
    if (offered !== undefined && qop === null) continue;
    return {
      realm: params.get('realm') ?? '',
      nonce,
      opaque: params.get('opaque') ?? null,
      algorithm,
      qop,
      userhash: isTrue(params.get('userhash')),
      stale: isTrue(params.get('stale')),
    };
  }
  return null;
}

/** Node's name for the hash of a challenge. */
export function digestHashName({ algorithm }: Pick<DigestChallenge, 'algorithm'>): string {
  return hashes[(algorithm ?? 'MD5').toUpperCase().replace(/-SESS$/, '')] ?? '';
}

/** The value of `Authorization` that answers a challenge (RFC 7616 §3.4). */
export function digestAuthorization(
  challenge: DigestChallenge,
  credentials: DigestCredentials,
  request: DigestRequest,
): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const count = request.count.toString(16).padStart(8, '0');
  const fields = [
    ...userFields(challenge, credentials),
    `realm=${quoted(realm)}`,
    `uri=${quoted(request.target)}`,
    ...(algorithm === null ? [] : [`algorithm=${algorithm}`]),
    `nonce=${quoted(nonce)}`,
    ...(qop === null ? [] : [`nc=${count}`, `cnonce=${quoted(request.cnonce)}`, `qop=${qop}`]),
    `response="${responseOf(challenge, credentials, request, count)}"`,
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${fields.join(', ')}`;
}

/** RFC 7616 §3.4.1 to §3.4.3; without qop as RFC 2069 had it. */
function responseOf(
  challenge: DigestChallenge,
  { user, password }: DigestCredentials,
  { method, target, bodyHash, cnonce }: DigestRequest,
  count: string,
): string {
  const { realm, nonce, algorithm, qop } = challenge;
  const hash = (...parts: string[]): string => hashOf(challenge, parts);
  const plain = hash(user, realm, password);
  const secret = /-sess$/i.test(algorithm ?? '') ? hash(plain, nonce, cnonce) : plain;
  const asked = qop === 'auth-int' ? hash(method, target, bodyHash ?? '') : hash(method, target);
  return qop === null ? hash(secret, nonce, asked) : hash(secret, nonce, count, cnonce, qop, asked);
}

/** The name as it is, hashed, or in the form for what ASCII cannot say (RFC 7616 §3.4.4, §4). */
function userFields(challenge: DigestChallenge, { user }: DigestCredentials): string[] {
  const { realm, userhash } = challenge;
  if (userhash) {
    return [`username="${hashOf(challenge, [user, realm])}"`, 'userhash=true'];
  }
  if (/^[\x20-\x7e]*$/.test(user)) return [`username=${quoted(user)}`];
  const encoded = encodeURIComponent(user).replace(/['()*]/g, hexEscape);
  return [`username*=UTF-8''${encoded}`];
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

function hashOf(challenge: DigestChallenge, parts: string[]): string {
  return createHash(digestHashName(challenge)).update(parts.join(':'), 'utf8').digest('hex');
}

/** SHA-512-256 is missing where the crypto library leaves it out. */
function isKnown(algorithm: string | null): boolean {
  return getHashes().includes(digestHashName({ algorithm }));
}
