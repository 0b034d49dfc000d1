/** Bytes from hex; blanks are for the reader. */
export function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
}

/** A frame as a server sends it: unmasked, its length in the shortest form, `first` is its first byte. */
export function serverFrame(first: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.of(first), shortestLength(bytes.length), bytes]);
}

function shortestLength(lengthBytes: number): Buffer {
  if (lengthBytes < 126) return Buffer.of(lengthBytes);
  const length = Buffer.alloc(lengthBytes < 65_536 ? 3 : 9);
  length[0] = length.length === 3 ? 126 : 127;
  length.writeUIntBE(lengthBytes, length.length === 3 ? 1 : 5, length.length === 3 ? 2 : 4);
  return length;
}

/** The bytes in pieces of every kind: whole, and cut in two at every place. */
export function cutEverywhere(bytes: Buffer): Buffer[][] {
  const cuts = Array.from({ length: Math.max(0, bytes.length - 1) }, (_, index) => index + 1);
  return [[bytes], ...cuts.map((at) => [bytes.subarray(0, at), bytes.subarray(at)])];
}

/** Each byte as a piece of its own. */
export function byteByByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
}
