import type { HttpCall } from './httpCall.ts';
import { RouteError } from './routeError.ts';

/** The cookies that came with the request. */
export function answerCookies(call: HttpCall): void {
  const pairs = (call.request.headers.cookie ?? '').split(';').filter((pair) => pair.includes('='));
  const cookies = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim(), decode(pair.slice(equals + 1).trim())];
  });
  call.json({ cookies: Object.fromEntries(cookies) });
}

/** A `Set-Cookie` for each `?name=value`, then a redirect to `/cookies`. */
export function answerCookiesSet(call: HttpCall): void {
  const cookies = [...call.url.searchParams].map(([name, value]) => {
    if (!/^[\w.-]+$/.test(name)) throw new RouteError(400, `"${name}" is no name for a cookie.`);
    return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax`;
  });
  call.text('', 302, { location: '/cookies', 'set-cookie': cookies });
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not ours: shown as it came.
    return value;
  }
}
