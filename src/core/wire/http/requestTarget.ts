const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;
// Everything but visible ASCII must be encoded.
const NOT_VISIBLE = /[^\x21-\x7e]+/g;

/**
 * Path and query as they stand in the URL: a debugger does not resolve `..` or re-encode what was written. Only
 * what a request line cannot carry is percent-encoded, as UTF-8.
 */
export function requestTarget(url: string): string {
  const afterOrigin = url.replace(ORIGIN, '').replace(/#.*$/s, '');
  const target = afterOrigin.startsWith('/') ? afterOrigin : `/${afterOrigin}`;
  return target.replaceAll(NOT_VISIBLE, (text) => encodeURIComponent(text.toWellFormed()));
}
