import { createHash, randomBytes } from 'node:crypto';

const HASHES: Record<string, string> = { md5: 'md5', 'sha-256': 'sha256' };
const CLIENT_NONCE_BYTES = 16;
const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** What is asked for: method and request target as they stand on the request line. */
export interface DigestRequest {
  method: string;
  target: string;
}

/**
 * The credentials that answer a Digest challenge (RFC 7616), quality of protection `auth` or none; `null` where it asks
 * for something else. `count` is how often the nonce was used, this time included.
 */
export function digestAnswer(
  challenge: string,
  { user, password }: { user: string; password: string },
  { method, target }: DigestRequest,
  count = 1,
): string | null {
  const given = parametersOf(challenge);
  const { realm = '', nonce = '', opaque } = given;
  const algorithm = given['algorithm'] ?? 'MD5';
  const hashName = HASHES[algorithm.toLowerCase().replace(/-sess$/, '')];
  const qops = given['qop']?.split(',').map((qop) => qop.trim().toLowerCase());
  if (hashName === undefined || (qops !== undefined && !qops.includes('auth'))) return null;
  const hash = (...parts: string[]): string =>
    createHash(hashName).update(parts.join(':')).digest('hex');
  const clientNonce = randomBytes(CLIENT_NONCE_BYTES).toString('hex');
  const nc = count.toString(16).padStart(8, '0');
  const isSession = /-sess$/i.test(algorithm);
  const plainKey = hash(user, realm, password);
  const key = isSession ? hash(plainKey, nonce, clientNonce) : plainKey;
  const request = hash(method, target);
  const response =
    qops === undefined
      ? hash(key, nonce, request)
      : hash(key, nonce, nc, clientNonce, 'auth', request);
  return [
    `Digest username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(target)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(qops === undefined ? [] : ['qop=auth', `nc=${nc}`]),
    ...(qops === undefined && !isSession ? [] : [`cnonce="${clientNonce}"`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ');
}

function parametersOf(challenge: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [, name, inQuotes, token] of challenge.matchAll(PARAMETER)) {
    parameters[name!.toLowerCase()] ??= inQuotes?.replaceAll(/\\(.)/g, '$1') ?? token ?? '';
  }
  return parameters;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
