/** Bits of the code of each character from blank to `~` (RFC 7541, appendix B), one base-36 digit each. */
const codeLengths =
  '6aacd68baa8b8666555666666678f6cad67777777777777777777777878djde6f56565666577666567655677777fbed';
const firstCharacter = 0x20;
/** The code is canonical, and NUL is the only other symbol that has one of up to 19 bits before the last of these. */
const nullLength = 13;

const codes = canonicalCodes();

/** A string as HPACK's Huffman code (RFC 7541 §5.2); `null` where it has characters that are not printable ASCII. */
export function hpackHuffman(text: string): Buffer | null {
  let bits = '';
  for (const character of text) {
    const code = codes.get(character);
    if (code === undefined) return null;
    bits += code;
  }
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  return Buffer.from(padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

/** Codes as digits: shorter ones first, and those of one length in the order of their symbols. */
function canonicalCodes(): Map<string, string> {
  const lengths: [string, number][] = [['\0', nullLength]];
  for (let index = 0; index < codeLengths.length; index++) {
    const character = String.fromCharCode(firstCharacter + index);
    lengths.push([character, Number.parseInt(codeLengths.charAt(index), 36)]);
  }
  const assigned = new Map<string, string>();
  let code = 0;
  let length = 0;
  for (const [character, wanted] of lengths.toSorted(([, a], [, b]) => a - b)) {
    code <<= wanted - length;
    length = wanted;
    assigned.set(character, code.toString(2).padStart(length, '0'));
    code++;
  }
  return assigned;
}
