import { MemoryCookieStore } from 'tough-cookie';
import type { CookieJar } from 'tough-cookie';
import type { HeaderField } from '../wireFacts.ts';
import { valueOf, valuesOf } from './headerFields.ts';

/**
 * Adds the jar's cookies for a URL. A Cookie field of the file goes first, in its place; the jar's are appended to
 * it, but for names that it has already: what is written wins.
 */
export function withCookies(jar: CookieJar, url: string, headers: HeaderField[]): HeaderField[] {
  if (isEmpty(jar)) return headers;
  const written = valueOf(headers, 'cookie');
  const names = new Set((written ?? '').split(';').map((pair) => nameOf(pair)));
  const stored = jar
    .getCookiesSync(url)
    .filter(({ key }) => !names.has(key))
    .map((cookie) => cookie.cookieString());
  if (stored.length === 0) return headers;
  if (written === undefined) return [...headers, ['Cookie', stored.join('; ')]];
  let isFirst = true;
  return headers.map(([name, value]) => {
    if (name.toLowerCase() !== 'cookie' || !isFirst) return [name, value];
    isFirst = false;
    return [name, [value, ...stored].join('; ')];
  });
}

/** Keeps what a response sets; what a jar must refuse (RFC 6265 §5.3) is left out silently, as browsers do. */
export function storeCookies(jar: CookieJar, url: string, headers: readonly HeaderField[]): void {
  for (const value of valuesOf(headers, 'set-cookie')) {
    jar.setCookieSync(value, url, { ignoreError: true, loose: true });
  }
}

/** Looking something up in a jar costs as much as sending a small request; most have nothing in them. */
function isEmpty({ store }: CookieJar): boolean {
  return store instanceof MemoryCookieStore && Object.keys(store.idx).length === 0;
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0]!.trim();
}
