/** The bytes that a text stands for; `null` where it is not hex or base64. Blanks may stand anywhere in it. */
export function decodeMessage(
  text: string,
  encoding: 'utf8' | 'hex' | 'base64',
): Uint8Array | null {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  const compact = text.replace(/\s+/g, '');
  const valid =
    encoding === 'hex'
      ? /^[0-9a-f]*$/i.test(compact) && compact.length % 2 === 0
      : /^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) && compact.replace(/=+$/, '').length % 4 !== 1;
  return valid ? new Uint8Array(Buffer.from(compact, encoding)) : null;
}
