import { timingSafeEqual } from 'node:crypto';
import type { HttpCall } from './httpCall.ts';

/** 200 with the right user and password (RFC 7617), else 401 with a challenge. */
export function answerBasicAuth(call: HttpCall): void {
  const user = call.param('user');
  const credentials = Buffer.from(`${user}:${call.param('password')}`).toString('base64');
  if (isEqual(call.request.headers.authorization ?? '', `Basic ${credentials}`)) {
    call.json({ authenticated: true, user });
    return;
  }
  const challenge = 'Basic realm="Wirebook demo", charset="UTF-8"';
  call.json({ authenticated: false }, 401, { 'www-authenticate': challenge });
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
