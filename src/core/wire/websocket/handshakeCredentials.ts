import type { CookieJar } from 'tough-cookie';
import type { AnsweredChallenge, Authenticator } from '../../auth/authenticator.ts';
import { authenticatorOf } from '../../auth/authenticator.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { HeaderField } from '../wireFacts.ts';
import { storeCookies, withCookies } from '../http/cookies.ts';
import type { Hop, ResponseHead } from '../http/hop.ts';

/** What proves to the server who opens a WebSocket: the cookies and credentials of its handshakes. */
export class HandshakeCredentials {
  readonly #hop: Hop;
  readonly #jar: CookieJar | null;
  readonly #authenticator: Authenticator;
  #challenge: (AnsweredChallenge & { status: number }) | null = null;

  constructor(request: PreparedRequest, jar: CookieJar) {
    // A jar and an origin know http and https only; the port is the same.
    const url = request.url.replace(/^ws/i, 'http');
    const { headers } = request;
    this.#hop = { method: 'GET', url, address: new URL(url), headers, body: [], bodyBytes: 0 };
    this.#jar = request.options.cookieJar ? jar : null;
    this.#authenticator = authenticatorOf({ ...request, url });
  }

  /** The challenge in the last answer that the next handshake answers; `null` for none. */
  get challenge(): (AnsweredChallenge & { status: number }) | null {
    return this.#challenge;
  }

  /** The headers of the next handshake. */
  async headers(): Promise<HeaderField[]> {
    const { url, headers } = this.#hop;
    this.#challenge = null;
    const withJar = this.#jar === null ? headers : withCookies(this.#jar, url, headers);
    const proof = await this.#authenticator.fields({ ...this.#hop, headers: withJar });
    return [...withJar, ...(proof ?? [])];
  }

  /** Keeps the cookies of an answer, and looks for a challenge in it. */
  answered(head: ResponseHead): void {
    if (this.#jar !== null) storeCookies(this.#jar, this.#hop.url, head.headers);
    const challenge = this.#authenticator.answer(this.#hop, head);
    this.#challenge = challenge === null ? null : { status: head.status, ...challenge };
  }
}
