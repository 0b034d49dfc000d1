import type { Range } from './range.ts';

const credentials = /^(?:proxy-)?authorization$/i;
/** Names that end in what is a secret by convention: `X-Api-Key`, `X-Auth-Token`, `Ocp-Apim-Subscription-Key` … */
const keys =
  /^(?:.*-)?(?:api-?key|auth-key|subscription-key|functions-key|token|secret|password)$/i;
const cookiePair = /([^=;]*=)([^;]*)/g;

type Sensitivity = 'credentials' | 'key' | 'cookie' | 'set-cookie' | 'none';

/** The same few names come again and again. A server may send others without end. */
const sensitivities = new Map<string, Sensitivity>();
const keptSensitivities = 1000;

/** Which part of a header's value is secret: schemes of credentials, names and attributes of cookies are not. */
export function secretRanges(name: string, value: string): Range[] {
  switch (sensitivityOf(name)) {
    case 'none':
      return [];
    case 'key':
      return [{ start: 0, end: value.length }];
    case 'credentials':
      return [afterScheme(value)];
    case 'cookie':
      return cookieValues(value);
    case 'set-cookie':
      return cookieValues(value).slice(0, 1);
  }
}

/** The credential in a header (RFC 9110 §11.6.2, or an API key), which may turn up elsewhere too; `null` for others. */
export function credentialIn(name: string, value: string): string | null {
  const sensitivity = sensitivityOf(name);
  if (sensitivity !== 'credentials' && sensitivity !== 'key') return null;
  const { start, end } = secretRanges(name, value)[0]!;
  return value.slice(start, end);
}

function sensitivityOf(name: string): Sensitivity {
  const known = sensitivities.get(name);
  if (known !== undefined) return known;
  if (sensitivities.size >= keptSensitivities) sensitivities.clear();
  const found = findSensitivity(name);
  sensitivities.set(name, found);
  return found;
}

function findSensitivity(name: string): Sensitivity {
  if (credentials.test(name)) return 'credentials';
  if (/^cookie$/i.test(name)) return 'cookie';
  if (/^set-cookie$/i.test(name)) return 'set-cookie';
  return keys.test(name) ? 'key' : 'none';
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
