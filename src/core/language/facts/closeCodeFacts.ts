import { englishStrings } from '../../../protocol/strings/strings.ts';
import type { Fact } from './fact.ts';

/** What a WebSocket close code means (RFC 6455 §7.4 and the IANA registry). */
export function closeCodeFact(code: number): Fact {
  const known = englishStrings[`close${code}` as keyof typeof englishStrings];
  if (code >= 1000 && code <= 1015 && known) return [known, 'RFC 6455 §7.4.1'];
  if (code >= 4000 && code < 5000) return [englishStrings.closePrivate, 'RFC 6455 §7.4.2'];
  if (code >= 3000 && code < 4000) return [englishStrings.closeRegistered, 'RFC 6455 §7.4.2'];
  return [englishStrings.closeReserved, 'RFC 6455 §7.4.2'];
}

/** Codes that may be sent, the usual ones first. */
export const closeCodes: readonly number[] = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
];
