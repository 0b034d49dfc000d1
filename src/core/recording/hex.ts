/** `0a 1b 2c`. */
export function spacedHex(bytes: Buffer): string {
  return bytes.toString('hex').replace(/..(?=.)/g, '$& ');
}
