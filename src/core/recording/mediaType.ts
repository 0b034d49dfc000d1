import type { HeaderField } from '../wire/wireFacts.ts';

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

/** Whether a body of this type is a value a line: newline-delimited JSON under any of its names. */
export function isLines(contentType: string | null): boolean {
  return /^\s*application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|jsonlines|stream\+json|x-json-stream)\s*(?:;|$)/i.test(
    contentType ?? '',
  );
}

/** Whether a body of this type is a stream of server-sent events (WHATWG HTML §9.2.5). */
export function isEventStream(contentType: string | null): boolean {
  return /^\s*text\/event-stream\s*(?:;|$)/i.test(contentType ?? '');
}
