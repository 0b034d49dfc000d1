const lineBytes = 16;
/** Bytes shown of a binary body: its beginning tells what it is, all of it is in the NDJSON. */
const maxBytes = 256;

/** The beginning of `bytes` as `hexdump -C` writes it, and how much more there is. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, maxBytes); offset += lineBytes) {
    lines.push(hexLine(bytes.subarray(offset, offset + lineBytes), offset));
  }
  if (bytes.length > maxBytes) lines.push(`… ${bytes.length - maxBytes} more bytes`);
  return lines.join('\n');
}

function hexLine(bytes: Uint8Array, offset: number): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(lineBytes * 3 - 1)}  ${text}`;
}
