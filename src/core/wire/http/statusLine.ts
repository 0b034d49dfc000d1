import { malformed } from './responseFault.ts';

/** First line of a response (RFC 9112 §4). */
export interface StatusLine {
  /** `1.1`, `1.0`. */
  httpVersion: string;
  status: number;
  reason: string;
}

const STATUS_LINE = /^HTTP\/(1\.\d) (\d{3})(?: (.*))?$/s;
const BEGINNING = Buffer.from('HTTP/1.');
/** So many bytes tell whether an answer is HTTP/1. */
export const STATUS_LINE_BEGINNING_BYTES = BEGINNING.length;
const TLS_ALERT = 0x15;
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR_VERSION = 3;

/** Reads a status line without its line end. Throws `WB_HTTP_MALFORMED_STATUS_LINE`. */
export function parseStatusLine(line: string): StatusLine {
  const match = STATUS_LINE.exec(line);
  if (match === null) throw malformedStatusLine(line);
  return { httpVersion: match[1]!, status: Number(match[2]), reason: match[3] ?? '' };
}

/** The failure of a line that is no status line. */
export function malformedStatusLine(line: Buffer | string): Error {
  return malformed('WB_HTTP_MALFORMED_STATUS_LINE', 'wait', line, 'RFC 9112 §4');
}

/** Whether the first bytes of an answer can still become a status line. */
export function mayBeginStatusLine(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, BEGINNING.length);
  return bytes.compare(BEGINNING, 0, length, 0, length) === 0;
}

/** Whether an answer begins with a TLS record, as a TLS server's alert to plain HTTP does (RFC 8446 §5.1). */
export function beginsTlsRecord(bytes: Buffer): boolean {
  const isRecord = bytes[0] === TLS_ALERT || bytes[0] === TLS_HANDSHAKE;
  return isRecord && (bytes.length < 2 || bytes[1] === TLS_MAJOR_VERSION);
}
