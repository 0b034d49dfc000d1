import { Cookie, CookieJar } from 'tough-cookie';
import type { CookieSelection, CookieView } from '../../../protocol/cookies.ts';

/** The cookies of each environment, kept as long as the engine lives. */
export class CookieJars {
  readonly #jars = new Map<string | null, CookieJar>();

  /** The jar of an environment; `null` is none. */
  of(environment: string | null): CookieJar {
    const known = this.#jars.get(environment);
    if (known !== undefined) return known;
    const made = new CookieJar();
    this.#jars.set(environment, made);
    return made;
  }

  /** All cookies that are still sent, in the order in which they came. */
  list(): CookieView[] {
    return [...this.#jars].flatMap(([environment, jar]) =>
      cookiesOf(jar)
        .filter((cookie) => cookie.TTL() > 0)
        .map((cookie) => viewOf(environment, cookie)),
    );
  }

  /** Forgets the cookies that are selected. */
  delete(wanted: CookieSelection): void {
    for (const [environment, jar] of this.#jars) {
      if (wanted.environment !== undefined && wanted.environment !== environment) continue;
      for (const cookie of cookiesOf(jar)) {
        if (!isWanted(cookie, wanted)) continue;
        jar.store.removeCookie(cookie.domain, cookie.path, cookie.key, () => undefined);
      }
    }
  }

  /** Forgets all. */
  clear(): void {
    this.#jars.clear();
  }
}

function cookiesOf(jar: CookieJar): Cookie[] {
  return (jar.serializeSync()?.cookies ?? []).flatMap((data) => Cookie.fromJSON(data) ?? []);
}

function isWanted({ domain, path, key }: Cookie, wanted: CookieSelection): boolean {
  const { domain: wantedDomain = domain, path: wantedPath = path, name = key } = wanted;
  return domain === wantedDomain && path === wantedPath && key === name;
}

function viewOf(environment: string | null, cookie: Cookie): CookieView {
  const { expires, sameSite } = cookie;
  return {
    environment,
    domain: cookie.domain ?? '',
    path: cookie.path ?? '/',
    name: cookie.key,
    value: cookie.value,
    expires: expires instanceof Date ? expires.toISOString() : null,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    hostOnly: cookie.hostOnly ?? true,
    sameSite: sameSite ?? null,
  };
}
