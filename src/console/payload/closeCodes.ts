import type { WordKey } from '../words/words.ts';

/** What a WebSocket close code means (RFC 6455 §7.4.1 and the IANA registry). */
const meanings: Record<number, WordKey> = {
  1000: 'close1000',
  1001: 'close1001',
  1002: 'close1002',
  1003: 'close1003',
  1005: 'close1005',
  1006: 'close1006',
  1007: 'close1007',
  1008: 'close1008',
  1009: 'close1009',
  1010: 'close1010',
  1011: 'close1011',
  1012: 'close1012',
  1013: 'close1013',
  1014: 'close1014',
  1015: 'close1015',
};

/** The word key of a close code's meaning. */
export function closeCodeMeaning(code: number): WordKey {
  const known = meanings[code];
  if (known) return known;
  if (code >= 3000 && code < 4000) return 'closeRegistered';
  if (code >= 4000 && code < 5000) return 'closePrivate';
  return 'closeReserved';
}

/** A code that may stand in a close frame (RFC 6455 §7.4): the others only report what happened. */
export function maySendCloseCode(code: number): boolean {
  if (code >= 3000 && code < 5000) return true;
  return code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
}

/** Longest reason of a close frame, in UTF-8: a control frame carries 125 bytes, two are the code. */
export const closeReasonLimitBytes = 123;
