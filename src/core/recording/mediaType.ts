import type { HeaderField } from '../wire/events.ts';

/** Assumed where the media type names none. */
const defaultCharset = 'utf-8';

/** The value of `Content-Type`; `null` where there is none. */
export function contentTypeOf(headers: readonly HeaderField[]): string | null {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
}

/** The charset parameter of a media type (RFC 9110 §8.3.2) in lower case, or UTF-8. */
export function charsetOf(contentType: string | null): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '');
  return charset?.[1]?.toLowerCase() ?? defaultCharset;
}
