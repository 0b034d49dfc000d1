import type { Range } from './range.ts';

const credentials = /^(?:proxy-)?authorization$/i;
/** Names that end in what is a secret by convention: `X-Api-Key`, `X-Auth-Token`, `Ocp-Apim-Subscription-Key` … */
const keys =
  /^(?:.*-)?(?:api-?key|auth-key|subscription-key|functions-key|token|secret|password)$/i;
const cookiePair = /([^=;]*=)([^;]*)/g;

/** Which part of a header's value is secret: schemes of credentials, names and attributes of cookies are not. */
export function secretRanges(name: string, value: string): Range[] {
  if (credentials.test(name)) return [afterScheme(value)];
  if (/^cookie$/i.test(name)) return cookieValues(value);
  if (/^set-cookie$/i.test(name)) return cookieValues(value).slice(0, 1);
  return keys.test(name) ? [{ start: 0, end: value.length }] : [];
}

/** The credential in a header (RFC 9110 §11.6.2, or an API key), which may turn up elsewhere too; `null` for others. */
export function credentialIn(name: string, value: string): string | null {
  if (!credentials.test(name) && !keys.test(name)) return null;
  const { start, end } = secretRanges(name, value)[0]!;
  return value.slice(start, end);
}

function afterScheme(value: string): Range {
  const scheme = /^\s*\S+\s+(?=\S)/.exec(value);
  return { start: scheme?.[0].length ?? 0, end: value.length };
}

function cookieValues(value: string): Range[] {
  const ranges: Range[] = [];
  for (const pair of value.matchAll(cookiePair)) {
    const start = pair.index + pair[1]!.length;
    if (pair[2] !== '') ranges.push({ start, end: start + pair[2]!.length });
  }
  return ranges;
}
