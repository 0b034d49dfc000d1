import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';

/** By code, whether it may stand in a token (RFC 9110 §5.6.2). Every name that passes is asked about. */
const TOKEN_CODES = Array.from({ length: 128 }, (_none, code) =>
  /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(code)),
);
// These controls are what must be found.
const FORBIDDEN_IN_VALUE = /[\r\n\0]/;

/** Whether a text is a token (RFC 9110 §5.6.2), as methods and field names are. */
export function isToken(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (TOKEN_CODES[text.charCodeAt(index)] !== true) return false;
  }
  return text !== '';
}

// Most heads lack most fields, and several are asked for in each.
const NO_VALUES: readonly string[] = [];

/** All values of a field, in order; `name` in lower case. */
export function valuesOf(headers: readonly HeaderField[], name: string): readonly string[] {
  let values: string[] | null = null;
  for (const field of headers) if (isNamed(field, name)) (values ??= []).push(field[1]);
  return values ?? NO_VALUES;
}

/** The first value of a field; `name` in lower case. */
export function valueOf(headers: readonly HeaderField[], name: string): string | undefined {
  for (const field of headers) if (isNamed(field, name)) return field[1];
  return undefined;
}

function isNamed(field: HeaderField, name: string): boolean {
  return field[0].length === name.length && field[0].toLowerCase() === name;
}

/** The members of a comma-separated field over all its lines, in lower case (RFC 9110 §5.6.1). */
export function membersOf(headers: readonly HeaderField[], name: string): readonly string[] {
  const values = valuesOf(headers, name);
  if (values.length === 0) return values;
  const members: string[] = [];
  for (const value of values) {
    if (value.includes(',')) for (const part of value.split(',')) addMember(part, members);
    else addMember(value, members);
  }
  return members;
}

function addMember(text: string, members: string[]): void {
  const member = text.trim().toLowerCase();
  if (member !== '') members.push(member);
}

/**
 * Refuses what would break the message apart: a name that is no token, a value with CR, LF or NUL
 * (RFC 9110 §5.5). Throws `WB_INVALID_HEADER`.
 */
export function assertSendable(headers: readonly HeaderField[]): void {
  for (const [name, value] of headers) {
    if (!isToken(name)) refuse(name, 'its name is not a token.');
    if (FORBIDDEN_IN_VALUE.test(value)) refuse(name, 'its value holds CR, LF or NUL.');
  }
}

function refuse(name: string, reason: string): never {
  throw new WireError('WB_INVALID_HEADER', 'prepare', {
    params: { name: JSON.stringify(name), reason, section: 'RFC 9110 §5.5' },
  });
}
