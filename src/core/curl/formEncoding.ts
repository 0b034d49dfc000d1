/** Percent-encodes all but unreserved characters (RFC 3986 §2.3), blanks as `+`: what `--data-urlencode` sends. */
export function formEncoded(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^\w.~-]/g, encodedByte);
}

function encodedByte(byte: string): string {
  if (byte === ' ') return '+';
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
