import { createHash, randomBytes } from 'node:crypto';
import type { HttpCall } from './httpCall.ts';

const realm = 'Wirebook demo';
const parameter = /(\w+)=(?:"([^"]*)"|([^\s,]*))/g;

/** 200 to who answers its challenge with the right user and password (RFC 7616, SHA-256), else 401 with one. */
export function answerDigestAuth(call: HttpCall): void {
  const given = call.request.headers.authorization ?? '';
  if (given.startsWith('Digest ') && isRight(call, given)) {
    call.json({ authenticated: true, user: call.param('user') });
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const challenge = `Digest realm="${realm}", nonce="${nonce}", algorithm=SHA-256, qop="auth"`;
  call.json({ authenticated: false }, 401, { 'www-authenticate': challenge });
}

function isRight(call: HttpCall, given: string): boolean {
  const pairs = [...given.matchAll(parameter)].map(([, name, quoted, plain]) => [
    name,
    quoted ?? plain,
  ]);
  const { uri, nonce, nc, cnonce, qop, response } = Object.fromEntries(pairs) as Record<
    string,
    string
  >;
  const secret = hash(call.param('user'), realm, call.param('password'));
  const asked = hash(call.request.method ?? '', uri ?? '');
  return response === hash(secret, nonce ?? '', nc ?? '', cnonce ?? '', qop ?? '', asked);
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(parts.join(':')).digest('hex');
}
