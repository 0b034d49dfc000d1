import type { HeaderField } from '../wire/wireFacts.ts';
import type { Hop, ResponseHead } from '../wire/http/hop.ts';
import { requestTarget } from '../wire/http/requestTarget.ts';
import type { AnsweredChallenge, Authenticator } from './authenticator.ts';
import type { DigestCredentials } from './digest.ts';
import { DigestSession } from './digestSession.ts';

const UNAUTHORIZED = 401;

/**
 * Digest access authentication (RFC 7616) for one exchange: the first request goes without credentials, the challenge
 * is answered, and requests to the same origin after that use the nonce again.
 */
export class DigestAuthenticator implements Authenticator {
  readonly #session: DigestSession;
  readonly #origin: string;

  /** `url` is where the credentials are meant for: no other origin gets to see them. */
  constructor(credentials: DigestCredentials, url: string) {
    this.#session = new DigestSession(credentials, 'www');
    this.#origin = new URL(url).origin;
  }

  async fields({ url, address, method, body }: Hop): Promise<HeaderField[]> {
    if (address.origin !== this.#origin) return [];
    const value = await this.#session.authorization(method, requestTarget(url), body);
    return value === null ? [] : [['Authorization', value]];
  }

  answer({ address }: Hop, { status, headers }: ResponseHead): AnsweredChallenge | null {
    if (address.origin !== this.#origin) return null;
    if (status !== UNAUTHORIZED) {
      this.#session.answered(headers);
      return null;
    }
    const challenge = this.#session.challenged(headers);
    return challenge && { scheme: 'Digest', realm: challenge.realm };
  }
}
