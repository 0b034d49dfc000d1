/** Close codes that Wirebook sends by itself (RFC 6455 §7.4.1). */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  noStatus: 1005,
  abnormal: 1006,
  invalidPayload: 1007,
  messageTooBig: 1009,
} as const;

/** IANA, WebSocket Close Code Number Registry. */
const NAMES = new Map([
  [1000, 'Normal Closure'],
  [1001, 'Going Away'],
  [1002, 'Protocol Error'],
  [1003, 'Unsupported Data'],
  [1004, 'Reserved'],
  [1005, 'No Status Received'],
  [1006, 'Abnormal Closure'],
  [1007, 'Invalid Payload Data'],
  [1008, 'Policy Violation'],
  [1009, 'Message Too Big'],
  [1010, 'Mandatory Extension'],
  [1011, 'Internal Error'],
  [1012, 'Service Restart'],
  [1013, 'Try Again Later'],
  [1014, 'Bad Gateway'],
  [1015, 'TLS Handshake'],
  [3000, 'Unauthorized'],
  [3003, 'Forbidden'],
  [3008, 'Timeout'],
]);

/** The registered name of a close code, or what its range is for (RFC 6455 §7.4.2). */
export function closeCodeName(code: number): string {
  const name = NAMES.get(code);
  if (name !== undefined) return name;
  if (code >= 1000 && code <= 2999) return 'Reserved';
  if (code >= 3000 && code <= 3999) return 'Registered';
  if (code >= 4000 && code <= 4999) return 'Private Use';
  return 'Invalid';
}

/** Whether the code may stand in a close frame (RFC 6455 §7.4, IANA registry). */
export function mayBeSent(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  const defined = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
  return defined || (code >= 3000 && code <= 4999);
}
