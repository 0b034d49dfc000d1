import { randomBytes } from 'node:crypto';
import type { Hop } from '../wire/http/hop.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import { valueOf } from '../wire/http/headerFields.ts';
import { bodyHash } from './bodyHash.ts';
import { readChallenges, readParameters } from './challenge.ts';
import type { DigestChallenge, DigestCredentials } from './digest.ts';
import { digestAuthorization, digestChallengeOf, digestHashName } from './digest.ts';

/** A server that calls each new nonce stale is not followed for ever. */
const maxChallenges = 4;
const CLIENT_NONCE_BYTES = 16;

/** The credentials of one user for one who challenges (RFC 7616), nonce after nonce. */
export class DigestSession {
  readonly #credentials: DigestCredentials;
  readonly #asker: 'www' | 'proxy';
  #challenge: DigestChallenge | null = null;
  #challenges = 0;
  #count = 0;

  /** A server asks in `WWW-Authenticate`, a proxy in `Proxy-Authenticate`. */
  constructor(credentials: DigestCredentials, asker: 'www' | 'proxy') {
    this.#credentials = credentials;
    this.#asker = asker;
  }

  /** The value that authorizes a request; `null` before there was a challenge. `target` is that of the request line. */
  async authorization(method: string, target: string, body: Hop['body']): Promise<string | null> {
    const challenge = this.#challenge;
    if (challenge === null) return null;
    this.#count += 1;
    const hashed = challenge.qop === 'auth-int';
    return digestAuthorization(challenge, this.#credentials, {
      method,
      target,
      bodyHash: hashed ? await bodyHash(digestHashName(challenge), body) : null,
      count: this.#count,
      cnonce: randomBytes(CLIENT_NONCE_BYTES).toString('hex'),
    });
  }

  /** The challenge of a refusal that the same request, sent again, answers; `null` where that would be in vain. */
  challenged(headers: readonly HeaderField[]): DigestChallenge | null {
    const challenge = digestChallengeOf(readChallenges(headers, `${this.#asker}-authenticate`));
    // A second challenge that does not call the nonce stale says that the credentials are wrong.
    if (challenge === null || (this.#challenge !== null && !challenge.stale)) return null;
    if (++this.#challenges > maxChallenges) return null;
    this.#use(challenge);
    return challenge;
  }

  /** What an answer says of the next nonce (RFC 7616 §3.5). */
  answered(headers: readonly HeaderField[]): void {
    const prefix = this.#asker === 'proxy' ? 'proxy-' : '';
    const info = valueOf(headers, `${prefix}authentication-info`);
    const nonce = info === undefined ? undefined : readParameters(info).get('nextnonce');
    if (nonce !== undefined && this.#challenge !== null) this.#use({ ...this.#challenge, nonce });
  }

  #use(challenge: DigestChallenge): void {
    this.#challenge = challenge;
    this.#count = 0;
  }
}
