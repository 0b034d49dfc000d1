/** Bits of the code of each byte from 0 to 255 and of EOS (RFC 7541, appendix B), one base-36 digit each. */
const codeLengths =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq' +
  'u';
const endOfString = 256;
const longestCode = 30;

/** The code is canonical: shorter codes first, and those of one length in the order of their symbols. */
interface CodeTable {
  /** Code of each symbol. */
  codes: number[];
  lengths: number[];
  /** Symbols in the order of their codes. */
  symbols: number[];
  /** By length: the first code of that length, how many there are, and the place of the first in `symbols`. */
  first: number[];
  count: number[];
  place: number[];
}

const table = buildTable();

/** How many bytes the code makes of these. */
export function huffmanLength(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) bits += table.lengths[byte]!;
  return Math.ceil(bits / 8);
}

/** Bytes in HPACK's Huffman code, the last one filled up with ones (RFC 7541 §5.2). */
export function huffmanEncode(bytes: Uint8Array): Buffer {
  const encoded = Buffer.allocUnsafe(huffmanLength(bytes));
  let end = 0;
  // Up to 7 bits are held, and a code has up to 30: too many for the operators on 32 bits.
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = bits * 2 ** table.lengths[byte]! + table.codes[byte]!;
    held += table.lengths[byte]!;
    while (held >= 8) {
      held -= 8;
      const first = Math.floor(bits / 2 ** held);
      encoded[end++] = first;
      bits -= first * 2 ** held;
    }
  }
  if (held > 0) encoded[end] = (bits << (8 - held)) | (0xff >> held);
  return encoded;
}

/** Undoes the code; `null` where it is broken: EOS in it, or a padding that is none (RFC 7541 §5.2). */
export function huffmanDecode(encoded: Uint8Array): Buffer | null {
  const decoded = Buffer.allocUnsafe(Math.ceil((encoded.length * 8) / 5));
  let end = 0;
  let code = 0;
  let length = 0;
  for (const byte of encoded) {
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((byte >> bit) & 1);
      length++;
      const index = code - table.first[length]!;
      if (index < table.count[length]!) {
        const symbol = table.symbols[table.place[length]! + index]!;
        if (symbol === endOfString) return null;
        decoded[end++] = symbol;
        code = 0;
        length = 0;
      } else if (length === longestCode) return null;
    }
  }
  const isPadding = length < 8 && code === 2 ** length - 1;
  return isPadding ? decoded.subarray(0, end) : null;
}

function buildTable(): CodeTable {
  const lengths = Array.from(codeLengths, (digit) => Number.parseInt(digit, 36));
  const symbols = lengths.map((_, symbol) => symbol);
  symbols.sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const codes: number[] = [];
  const first = Array<number>(longestCode + 1).fill(-1);
  const count = Array<number>(longestCode + 1).fill(0);
  const place = Array<number>(longestCode + 1).fill(0);
  let code = 0;
  let length = 0;
  for (const [index, symbol] of symbols.entries()) {
    code *= 2 ** (lengths[symbol]! - length);
    length = lengths[symbol]!;
    if (count[length] === 0) {
      first[length] = code;
      place[length] = index;
    }
    count[length]!++;
    codes[symbol] = code++;
  }
  return { codes, lengths, symbols, first, count, place };
}
