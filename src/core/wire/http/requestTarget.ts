const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;
// Everything but visible ASCII must be encoded.
const NOT_VISIBLE = /[^\x21-\x7e]+/g;
/** Most targets go out as they stand. */
const PLAIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(\/[\x21\x22\x24-\x7e]*)$/i;

/**
 * Path and query as they stand in the URL: a debugger does not resolve `..` or re-encode what was written. Only
 * what a request line cannot carry is percent-encoded, as UTF-8.
 */
export function requestTarget(url: string): string {
  const plain = PLAIN.exec(url)?.[1];
  if (plain !== undefined) return plain;
  const afterOrigin = url.replace(ORIGIN, '').replace(/#.*$/s, '');
  const target = afterOrigin.startsWith('/') ? afterOrigin : `/${afterOrigin}`;
  return target.replaceAll(NOT_VISIBLE, (text) => encodeURIComponent(text.toWellFormed()));
}

/** The target that a proxy gets which passes the request on: the whole URL (RFC 9112 §3.2.2). */
export function forwardedTarget(url: string): string {
  return new URL(url).origin + requestTarget(url);
}
