import type { AnsweredChallenge, Authenticator } from '../../auth/authenticator.ts';
import { DigestSession } from '../../auth/digestSession.ts';
import type { RequestOptions } from '../../runner/preparedRequest.ts';
import type { HeaderField } from '../wireFacts.ts';
import { valueOf } from '../http/headerFields.ts';
import type { Hop, ResponseHead } from '../http/hop.ts';
import { poolTargetOf } from '../http/poolTarget.ts';
import { forwardedTarget } from '../http/requestTarget.ts';
import {
  authenticationFailure,
  authorizationFor,
  PROXY_AUTHENTICATION_REQUIRED,
} from './proxyCredentials.ts';
import { routeTo } from './route.ts';

/**
 * Answers the Digest challenges of a proxy that passes single requests on (RFC 9110 §11.7), for one exchange. What goes
 * through a tunnel never gets the proxy's credentials: that would show them to the server.
 */
export class ForwardedRequests implements Authenticator {
  readonly #options: RequestOptions;
  readonly #sessions = new Map<string, DigestSession>();

  constructor(options: RequestOptions) {
    this.#options = options;
  }

  async fields({ url, address, method, body }: Hop): Promise<HeaderField[]> {
    const session = this.#sessionFor(address);
    const value = await session?.authorization(method, forwardedTarget(url), body);
    return value === null || value === undefined ? [] : [['Proxy-Authorization', value]];
  }

  answer({ address }: Hop, { status, headers }: ResponseHead): AnsweredChallenge | null {
    const session = this.#sessionFor(address);
    if (session === null) return null;
    if (status !== PROXY_AUTHENTICATION_REQUIRED) {
      session.answered(headers);
      return null;
    }
    const challenge = session.challenged(headers);
    return challenge && { scheme: 'Digest', realm: challenge.realm };
  }

  /** Of the proxy that forwards a URL and knows us by user and password; `null` where there is none. */
  #sessionFor(address: URL): DigestSession | null {
    if (!this.#options.proxy) return null;
    const { proxy, forwards } = routeTo(poolTargetOf(address, this.#options).dial);
    if (!forwards || !proxy?.credentials) return null;
    const session =
      this.#sessions.get(proxy.shown) ?? new DigestSession(proxy.credentials, 'proxy');
    this.#sessions.set(proxy.shown, session);
    return session;
  }
}

/**
 * A challenge of a proxy that passes single requests on, and that nothing answers, is no answer of the server: throws
 * `WB_PROXY_AUTH_REQUIRED`, or `WB_PROXY_AUTH_FAILED` where there were credentials.
 */
export function refuseProxyChallenge(
  { address, headers }: Hop,
  head: ResponseHead,
  options: RequestOptions,
): void {
  if (head.status !== PROXY_AUTHENTICATION_REQUIRED || !options.proxy) return;
  const { proxy, forwards } = routeTo(poolTargetOf(address, options).dial);
  if (proxy === null || !forwards) return;
  const isWritten = valueOf(headers, 'proxy-authorization') !== undefined;
  const given = isWritten || authorizationFor(proxy) !== null;
  throw authenticationFailure(proxy, head.headers, { given });
}
