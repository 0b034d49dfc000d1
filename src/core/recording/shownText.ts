import { maskText } from './maskText.ts';
import type { Disclosure } from './masker.ts';
import type { Payload } from './payload.ts';

/** The first `limitBytes` of a payload as UTF-8, secrets masked; `null` where they fell out. */
export function shownText(
  payload: Payload,
  limitBytes: number,
  disclosure: Disclosure,
): string | null {
  const end = Math.min(limitBytes, payload.lengthBytes);
  // A secret that the limit cuts in two is only known with the bytes after it.
  const bytes = payload.read(0, end + disclosure.longestSecretBytes);
  if (bytes === null) return null;
  const cut = end < payload.lengthBytes ? withoutCutCharacter(bytes.subarray(0, end)) : bytes;
  return decodeMasked(cut, bytes, disclosure);
}

/** Drops what a cut left of a UTF-8 character at the end: up to three bytes of a longer one. */
export function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const characterBytes = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return characterBytes > back ? bytes.subarray(0, -back) : bytes;
  }
  return bytes;
}

/** Decodes `bytes`, the beginning of `around` in which secrets are looked for. */
function decodeMasked(bytes: Buffer, around: Buffer, disclosure: Disclosure): string {
  const ranges = disclosure.byteRanges(around);
  if (ranges.length === 0) return bytes.toString();
  let text = '';
  let from = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start >= from && start < bytes.length)
      text += bytes.toString('utf8', from, start) + maskText;
    from = Math.max(from, end);
  }
  return text + bytes.toString('utf8', from);
}
