import { createHash } from 'node:crypto';
import { runWithin } from '../recording/deadline.ts';
import type { AssertedResponse, AssertionVerdict, PreparedAssertion } from './assertion.ts';
import { assertedValue } from './assertedValue.ts';

/** A regular expression that takes longer does not match. */
const regexLimitMs = 1000;
const maxShownLength = 200;

type Test = (value: unknown, expected: string) => boolean;

const tests: Record<string, Test> = {
  '==': isEqual,
  '!=': (value, expected) => !isEqual(value, expected),
  '>': (value, expected) => Number(value) > Number(expected),
  '>=': (value, expected) => Number(value) >= Number(expected),
  '<': (value, expected) => Number(value) < Number(expected),
  '<=': (value, expected) => Number(value) <= Number(expected),
  startswith: (value, expected) => shown(value).startsWith(expected),
  endswith: (value, expected) => shown(value).endsWith(expected),
  includes: (value, expected) => shown(value).includes(expected),
  exists: (value) => isTruthy(value),
  isfalse: (value) => !isTruthy(value),
  isnumber: (value) => typeof value === 'number',
  isboolean: (value) => typeof value === 'boolean',
  isstring: (value) => typeof value === 'string',
  isarray: (value) => Array.isArray(value),
  matches,
};

const otherNames: Record<string, string> = {
  '===': '==',
  '!==': '!=',
  equals: '==',
  'not equals': '!=',
  contains: 'includes',
  istrue: 'exists',
};

/** Looks whether a response is as an assertion says. Never throws: what has no meaning has failed, and says so. */
export async function evaluateAssertion(
  assertion: PreparedAssertion,
  response: AssertedResponse,
): Promise<AssertionVerdict> {
  const asserted = await assertedValue(assertion, response);
  if ('problem' in asserted) return { passed: false, actual: asserted.problem };
  const written = (assertion.operator ?? 'exists').toLowerCase().replace(/\s+/g, ' ');
  const operator = otherNames[written] ?? written;
  const expected = assertion.expected ?? '';
  if (/^(?:md5|sha256|sha512)$/.test(operator)) return digestVerdict(operator, expected, response);
  const test = tests[operator];
  if (test === undefined) return { passed: false, actual: `"${written}" is no operator` };
  return { passed: test(asserted.value, expected), actual: cut(shown(asserted.value)) };
}

/** Hashes of the body stand in base64. */
function digestVerdict(
  algorithm: string,
  expected: string,
  { body }: AssertedResponse,
): AssertionVerdict {
  const actual = createHash(algorithm).update(body).digest('base64');
  return { passed: actual === expected, actual };
}

function isEqual(value: unknown, expected: string): boolean {
  if (typeof value === 'number') return expected.trim() !== '' && value === Number(expected);
  return shown(value) === unquoted(expected);
}

/** `0`, `false`, empty and missing are false, as in JavaScript. */
function isTruthy(value: unknown): boolean {
  return Boolean(value);
}

function matches(value: unknown, expected: string): boolean {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(expected) ?? [null, expected, 'u'];
  let matched = false;
  try {
    const regex = new RegExp(source ?? '', flags);
    return runWithin(regexLimitMs, () => (matched = regex.test(shown(value)))) && matched;
  } catch {
    // No regular expression: nothing matches it, and the assertion shows what is written.
    return false;
  }
}

function unquoted(text: string): string {
  return /^(?:"[^"]*"|'[^']*')$/.test(text) ? text.slice(1, -1) : text;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength)}…`;
}
