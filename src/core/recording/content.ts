import { isUtf8 } from 'node:buffer';
import type { Disclosure } from './masker.ts';
import { readShown } from './payload.ts';
import type { Payload } from './payload.ts';
import { shownText, withoutCutCharacter } from './shownText.ts';

/** Bytes as an event carries them: text where they are UTF-8, else base64; neither where they fell out. */
export interface Content {
  text?: string;
  base64?: string;
  evicted?: true;
}

/** The first bytes of a payload, secrets masked. */
export function readContent(payload: Payload, limitBytes: number, disclosure: Disclosure): Content {
  const bytes = payload.read(0, limitBytes);
  if (bytes === null) return { evicted: true };
  const isCut = payload.lengthBytes > limitBytes;
  if (!isUtf8(isCut ? withoutCutCharacter(bytes) : bytes)) {
    return readBase64(payload, limitBytes, disclosure);
  }
  const text = shownText(payload, limitBytes, disclosure);
  return text === null ? { evicted: true } : { text };
}

/** The first bytes of a payload as base64, secrets masked. */
export function readBase64(payload: Payload, limitBytes: number, disclosure: Disclosure): Content {
  const bytes = readShown(payload, 0, limitBytes, disclosure);
  return bytes === null ? { evicted: true } : { base64: bytes.toString('base64') };
}
