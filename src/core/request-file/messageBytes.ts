/** The bytes that a text stands for; `null` where it is not hex or base64. Blanks may stand anywhere in it. */
export function decodeMessage(
  text: string,
  encoding: 'utf8' | 'hex' | 'base64',
): Uint8Array | null {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  const valid = isEncoded(text, encoding);
  return valid ? new Uint8Array(Buffer.from(compactText(text), encoding)) : null;
}

/** True for a text of hex pairs or of base64, also in the alphabet for URLs (RFC 4648 §5). */
export function isEncoded(text: string, encoding: 'hex' | 'base64'): boolean {
  const compact = compactText(text);
  if (encoding === 'hex') return /^[0-9a-f]*$/i.test(compact) && compact.length % 2 === 0;
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) && compact.replace(/=+$/, '').length % 4 !== 1;
}

function compactText(text: string): string {
  return text.replace(/\s+/g, '');
}
