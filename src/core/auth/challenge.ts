import type { HeaderField } from '../wire/wireFacts.ts';
import { valuesOf } from '../wire/http/headerFields.ts';

/** One challenge of `WWW-Authenticate` (RFC 9110 §11.6.1); scheme and names of parameters in lower case. */
export interface Challenge {
  scheme: string;
  params: ReadonlyMap<string, string>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(
  `(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]*))[ \\t]*(?:,|$)`,
  'sy',
);
const schemeName = new RegExp(`(${token})(?:[ \\t]+|(?=,|$))`, 'y');
const token68 = /[A-Za-z0-9\-._~+/]+=*[ \t]*(?:,|$)/y;

/** The challenges of a response's fields of this name, in the server's order. What cannot be read is left out. */
export function readChallenges(headers: readonly HeaderField[], name: string): Challenge[] {
  return valuesOf(headers, name).flatMap(challengesIn);
}

/** The parameters of a field that is one list of them, such as `Authentication-Info` (RFC 9110 §11.6.3). */
export function readParameters(value: string): ReadonlyMap<string, string> {
  return challengesIn(`list ${value}`)[0]?.params ?? new Map();
}

function challengesIn(value: string): Challenge[] {
  const challenges: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < value.length) {
    const current = challenges.at(-1);
    if (read(/[ \t,]+/y) !== null) continue;
    const pair = current === undefined ? null : read(parameter);
    if (pair !== null) {
      const [, key = '', quoted, plain = ''] = pair;
      current?.params.set(key.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? plain);
      continue;
    }
    const scheme = read(schemeName)?.[1];
    if (scheme === undefined) break;
    challenges.push({ scheme: scheme.toLowerCase(), params: new Map() });
    read(token68);
  }
  return challenges;
}
