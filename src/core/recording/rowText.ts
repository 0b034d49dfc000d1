import { isUtf8 } from 'node:buffer';
import { spacedHex } from './hex.ts';
import type { Disclosure } from './masker.ts';
import { readShown } from './payload.ts';
import type { Payload } from './payload.ts';
import { shownText, withoutCutCharacter } from './shownText.ts';

/** Bytes of a payload that are shown as hex. */
const hexBytes = 4 * 1024;

const controls = /[\u0000-\u0008\u000e-\u001f]/;

/** The beginning of a payload that may be anything: as text where it reads as text, else as hex. */
export function textOrHex(
  payload: Payload,
  limitBytes: number,
  disclosure: Disclosure,
): string | null {
  const wantedBytes = Math.min(limitBytes, hexBytes);
  const bytes = readShown(payload, 0, wantedBytes, disclosure);
  if (bytes === null) return null;
  const whole = payload.lengthBytes <= wantedBytes ? bytes : withoutCutCharacter(bytes);
  const isReadable = isUtf8(whole) && !controls.test(whole.toString('latin1'));
  return isReadable ? shownText(payload, limitBytes, disclosure) : spacedHex(bytes);
}
