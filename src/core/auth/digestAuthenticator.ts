import { randomBytes } from 'node:crypto';
import type { HeaderField } from '../wire/events.ts';
import { valueOf } from '../wire/http/headerFields.ts';
import type { Hop, ResponseHead } from '../wire/http/hop.ts';
import { requestTarget } from '../wire/http/requestTarget.ts';
import type { AnsweredChallenge, Authenticator } from './authenticator.ts';
import { bodyHash } from './bodyHash.ts';
import { readChallenges, readParameters } from './challenge.ts';
import type { DigestChallenge, DigestCredentials } from './digest.ts';
import { digestAuthorization, digestChallengeOf, digestHashName } from './digest.ts';

const UNAUTHORIZED = 401;
/** A server that calls each new nonce stale is not followed for ever. */
const maxChallenges = 4;

/**
 * Digest access authentication (RFC 7616) for one exchange: the first request goes without credentials, the challenge
 * is answered, and requests to the same origin after that use the nonce again.
 */
export class DigestAuthenticator implements Authenticator {
  readonly #credentials: DigestCredentials;
  readonly #origin: string;
  #challenge: DigestChallenge | null = null;
  #challenges = 0;
  #count = 0;

  /** `url` is where the credentials are meant for: no other origin gets to see them. */
  constructor(credentials: DigestCredentials, url: string) {
    this.#credentials = credentials;
    this.#origin = new URL(url).origin;
  }

  async fields(hop: Hop): Promise<HeaderField[]> {
    const challenge = this.#challenge;
    if (challenge === null || new URL(hop.url).origin !== this.#origin) return [];
    this.#count += 1;
    const value = digestAuthorization(challenge, this.#credentials, {
      method: hop.method,
      target: requestTarget(hop.url),
      bodyHash: challenge.qop === 'auth-int' ? await hashOf(challenge, hop) : null,
      count: this.#count,
      cnonce: randomBytes(16).toString('hex'),
    });
    return [['Authorization', value]];
  }

  answer({ url }: Hop, { status, headers }: ResponseHead): AnsweredChallenge | null {
    if (new URL(url).origin !== this.#origin) return null;
    if (status !== UNAUTHORIZED) {
      this.#takeNextNonce(headers);
      return null;
    }
    const challenge = digestChallengeOf(readChallenges(headers, 'www-authenticate'));
    // A second challenge that does not call the nonce stale says that the credentials are wrong.
    if (challenge === null || (this.#challenge !== null && !challenge.stale)) return null;
    if (++this.#challenges > maxChallenges) return null;
    this.#use(challenge);
    return { scheme: 'Digest', realm: challenge.realm };
  }

  /** RFC 7616 §3.5: the server asks for this nonce from now on. */
  #takeNextNonce(headers: readonly HeaderField[]): void {
    const info = valueOf(headers, 'authentication-info');
    const nonce = info === undefined ? undefined : readParameters(info).get('nextnonce');
    if (nonce !== undefined && this.#challenge !== null) {
      this.#use({ ...this.#challenge, nonce });
    }
  }

  #use(challenge: DigestChallenge): void {
    this.#challenge = challenge;
    this.#count = 0;
  }
}

function hashOf(challenge: DigestChallenge, { body }: Hop): Promise<string> {
  return bodyHash(digestHashName(challenge), body);
}
