import type { ComposerFormat } from '../../protocol/console.ts';
import type { ExchangeKind } from '../../protocol/exchange.ts';
import { readJson } from '../json/jsonDocument.ts';
import { isRaw } from '../words/kinds.ts';
import { say } from '../words/words.ts';

const webSocketFormats: ComposerFormat[] = ['text', 'json', 'hex', 'base64', 'file'];
const rawFormats: ComposerFormat[] = ['text', 'lf', 'crlf', 'hex', 'base64', 'file'];

/** What can be chosen for an exchange: lines have ends where there are no messages. */
export function composerFormats(kind: ExchangeKind): ComposerFormat[] {
  return isRaw(kind) ? rawFormats : webSocketFormats;
}

/** Why a text cannot be sent in a format, or null where it can. */
export function composerProblem(format: ComposerFormat, text: string): string | null {
  switch (format) {
    case 'text':
    case 'lf':
    case 'crlf':
    case 'file':
      return null;
    case 'json':
      return jsonProblem(text);
    case 'hex':
      return hexProblem(text);
    case 'base64':
      return base64Problem(text);
  }
}

function jsonProblem(text: string): string | null {
  const { error, root, tooDeep } = readJson(text);
  if (tooDeep) return say('jsonTooDeep');
  if (error) return say('composerJson', error.line, error.column);
  return root === null ? say('composerJson', 1, 1) : null;
}

/** Hex digits in pairs; blanks, colons and `0x` may stand between them. */
function hexProblem(text: string): string | null {
  const digits = text.replace(/0x|[\s:,]/giu, '');
  const wrong = /[^0-9a-f]/iu.exec(digits);
  if (wrong) return say('composerHexDigit', wrong[0]);
  return digits.length % 2 === 0 ? null : say('composerHexOdd', digits.length);
}

/** Base64 or base64url (RFC 4648 §4, §5); padding may be left out. */
function base64Problem(text: string): string | null {
  const letters = text.replace(/\s/gu, '').replace(/=+$/u, '');
  const wrong = /[^A-Za-z0-9+/_-]/u.exec(letters);
  if (wrong) return say('composerBase64Letter', wrong[0]);
  return letters.length % 4 === 1 ? say('composerBase64Length') : null;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
