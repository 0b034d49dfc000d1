import type { SourceText } from '../request-file/textRange.ts';
import type { HeaderField } from '../wire/events.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';

/** `token` (RFC 9110 §5.6.2). */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const credentialHeaders = new Set(['authorization', 'proxy-authorization']);
const keyHeaders = new Set(['x-api-key', 'api-key', 'x-auth-token', 'x-access-token']);

/** The headers in written order, case and repetition; refuses what would break out of a header. */
export function prepareHeaders(preparation: Preparation): HeaderField[] {
  return preparation.request.headers
    .filter(({ name, value }) => !isMarker(name.text, value.text))
    .map(({ name, value }) => prepareHeader(preparation, name, value));
}

/** `X-Request-Type: GraphQL` is for the tool, not for the server. */
function isMarker(name: string, value: string): boolean {
  return name.toLowerCase() === 'x-request-type' && value.toLowerCase() === 'graphql';
}

function prepareHeader(
  preparation: Preparation,
  nameSource: SourceText,
  valueSource: SourceText,
): HeaderField {
  const name = preparation.resolve(nameSource);
  const value = preparation.resolve(valueSource);
  const lowerName = name.toLowerCase();
  if (!token.test(name) && !name.includes('{{')) {
    const params = { name, reason: 'the name is no token.' };
    throw prepareFailure('WB_INVALID_HEADER', nameSource.range, params);
  }
  refuseLineBreak(name, value, valueSource.range);
  if (keyHeaders.has(lowerName) && value !== '') preparation.secrets.add(value);
  if (!credentialHeaders.has(lowerName)) return [name, value];
  return [name, prepareCredentials(preparation, value, valueSource)];
}

/** A value that ends its own line would be two headers (RFC 9110 §5.5). */
export function refuseLineBreak(
  name: string,
  value: string,
  place: { line: number; column: number },
): void {
  if (!/[\r\n\0]/.test(value)) return;
  const params = { name, reason: 'the value holds a line break or NUL.' };
  throw prepareFailure('WB_INVALID_HEADER', place, params);
}

/** `Basic user password` and `Basic user:password` become base64 (RFC 7617 §2); all credentials are secret. */
function prepareCredentials(
  preparation: Preparation,
  value: string,
  { range }: SourceText,
): string {
  const [scheme = '', ...rest] = value.split(/[ \t]+/);
  const credentials = value.slice(scheme.length).trim();
  if (isOtherTools(scheme, rest)) {
    throw prepareFailure('WB_UNSUPPORTED_KIND', range, { kind: `${scheme} authentication` });
  }
  const [user = '', ...password] = rest;
  const plain = rest.length > 1 ? `${user}:${password.join(' ')}` : credentials;
  if (scheme.toLowerCase() === 'basic' && plain.includes(':')) {
    return basicCredentials(preparation, plain, scheme);
  }
  if (credentials !== '') preparation.secrets.add(credentials);
  else if (value !== '') preparation.secrets.add(value);
  return value;
}

/** `Basic` with `user:password` in base64; the password and the base64 are secret. */
export function basicCredentials(
  preparation: Preparation,
  plain: string,
  scheme = 'Basic',
): string {
  const encoded = Buffer.from(plain, 'utf8').toString('base64');
  const password = plain.slice(plain.indexOf(':') + 1);
  for (const secret of [encoded, password]) if (secret !== '') preparation.secrets.add(secret);
  return `${scheme} ${encoded}`;
}

/** Shorthands for a whole exchange, which would send the password as it stands. */
function isOtherTools(scheme: string, rest: readonly string[]): boolean {
  if (/^(?:aws|openid)$/i.test(scheme)) return true;
  return /^digest$/i.test(scheme) && !rest.join(' ').includes('=');
}
