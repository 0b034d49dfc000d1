/** The ways in which a payload can be looked at. */
export type PayloadViewName = 'json' | 'image' | 'text' | 'hex';

/** Pictures that a browser draws without running anything of theirs; SVG is text. */
const imageTypes = /^image\/(png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)$/u;
const textTypes =
  /^text\/|[/+](json|xml|yaml|x-ndjson|javascript|ecmascript|x-www-form-urlencoded|graphql|csv|toml)$/u;

/** `Text/HTML; charset=utf-8` → `text/html` */
export function mediaType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

export function isImage(contentType: string | null): boolean {
  return imageTypes.test(mediaType(contentType));
}

/** Decodes bytes; a charset that is not known is read as UTF-8. A cut-off last character is left out. */
export function decodeText(bytes: Uint8Array, charset: string, isComplete: boolean): string {
  return decoderOf(charset).decode(bytes, { stream: !isComplete });
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/** The bytes are text, as far as their beginning tells: valid UTF-8 without control characters. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const beginning = bytes.subarray(0, 4096);
  if (beginning.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte))) {
    return false;
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The views that make sense for a payload, the best one first. */
export function payloadViews(payload: {
  bytes: Uint8Array;
  contentType: string | null;
  isText: boolean | null;
  isJson: boolean;
}): PayloadViewName[] {
  const { bytes, contentType, isText, isJson } = payload;
  if (isImage(contentType)) return ['image', 'hex'];
  const text = isText ?? (textTypes.test(mediaType(contentType)) || looksLikeText(bytes));
  if (isJson) return ['json', 'text', 'hex'];
  return text ? ['text', 'hex'] : ['hex', 'text'];
}
