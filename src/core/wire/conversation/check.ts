import { isUtf8 } from 'node:buffer';
import type { CheckOperator } from '../../request-file/expectation.ts';
import { runWithin } from '../../recording/deadline.ts';
import { spacedHex } from '../../recording/hex.ts';
import { parseTextPattern } from '../../recording/textPattern.ts';
import { valueAt } from '../../selection/jsonPath.ts';
import { parseJson, selectJson } from '../../selection/selectJson.ts';
import type { Incoming } from './channel.ts';
import { contains, isEqual, type JsonValue } from './jsonValue.ts';

/** A regular expression that takes longer on a message does not match it. */
const regexLimitMs = 1000;

/** A check whose variables are resolved. */
export interface FilledCheck {
  subject: string;
  operator: CheckOperator;
  operand: string;
}

/** What came of a check. */
export interface CheckResult {
  passed: boolean;
  /** What was there instead, as text; may be long. */
  actual: string;
  /** Bytes of a stream that the check needed, from its beginning. */
  usedBytes: number;
}

/** Looks whether something received is as a check says. Takes linear time, or ends a regular expression that does not. */
export function evaluateCheck(check: FilledCheck, incoming: Incoming): CheckResult {
  if (check.subject === 'bytes') return checkBytes(check, incoming);
  if (check.subject === 'type') return whole(compare(check, incoming.type), incoming);
  const { payload } = incoming;
  if (payload === null) return failed('a message that fell out of the recording');
  if (check.subject === 'hex') return checkHex(check, payload);
  if (check.subject === 'text') return checkText(check, payload);
  return whole(checkJson(check, payload), { bytes: payload.length });
}

function failed(actual: string): CheckResult {
  return { passed: false, actual, usedBytes: 0 };
}

function whole(result: Omit<CheckResult, 'usedBytes'>, { bytes }: { bytes: number }): CheckResult {
  return { ...result, usedBytes: bytes };
}

/** Of a stream, `bytes == n` takes n bytes off what has come. */
function checkBytes(check: FilledCheck, { bytes, grows }: Incoming): CheckResult {
  const wanted = Number(check.operand);
  const takes = grows && check.operator === '==' && bytes >= wanted;
  return {
    passed: takes || compareNumbers(check.operator, bytes, wanted),
    actual: String(bytes),
    usedBytes: takes ? wanted : bytes,
  };
}

function checkHex(check: FilledCheck, payload: Buffer): CheckResult {
  const digits = check.operand.replace(/0x|[^0-9a-f]/gi, '').toLowerCase();
  const actual = spacedHex(payload);
  const found = compareTexts(check.operator, payload.toString('hex'), digits);
  const end = payload.indexOf(Buffer.from(digits, 'hex')) + digits.length / 2;
  return { passed: found, actual, usedBytes: end };
}

function checkText(check: FilledCheck, payload: Buffer): CheckResult {
  const text = payload.toString();
  if (check.operator === 'matches') return checkPattern(check, payload, text);
  const operand = textOperand(check.operand);
  const { passed, actual } = compare({ ...check, operand: JSON.stringify(operand) }, text);
  const at = payload.indexOf(operand);
  const ends = check.operator === 'contains' || check.operator === 'startsWith';
  const usedBytes = ends && at >= 0 ? at + Buffer.byteLength(operand) : payload.length;
  return { passed, actual, usedBytes };
}

function checkPattern({ operand }: FilledCheck, payload: Buffer, text: string): CheckResult {
  const pattern = parseTextPattern(operand);
  if (pattern === null || !pattern.isRegex) return failed(`${operand} is no regular expression`);
  let match: RegExpExecArray | null = null;
  const inTime = runWithin(regexLimitMs, () => {
    match = pattern.all.exec(text);
  });
  if (!inTime) return failed(`the regular expression took longer than ${regexLimitMs / 1000} s`);
  const found = match as RegExpExecArray | null;
  const end = found === null ? text.length : found.index + found[0].length;
  const usedBytes = isUtf8(payload) ? Buffer.byteLength(text.slice(0, end)) : payload.length;
  return { passed: found !== null, actual: text, usedBytes };
}

function checkJson(check: FilledCheck, payload: Buffer): Omit<CheckResult, 'usedBytes'> {
  const text = payload.toString();
  const document = parseJson(text);
  if (document === undefined) return { passed: false, actual: text };
  if (check.subject === 'json') return checkContained(check.operand, document.value, text);
  const found = valueAt(document.value, check.subject);
  if ('problem' in found) return { passed: false, actual: `${check.subject}: ${found.problem}` };
  if (found.value === undefined) {
    const passed = check.operator === '!=';
    return { passed, actual: `no ${check.subject} in ${text}` };
  }
  if (check.operator === 'exists') return { passed: true, actual: shown(found.value) };
  return compare(check, found.value);
}

function checkContained(
  operand: string,
  document: JsonValue,
  text: string,
): Omit<CheckResult, 'usedBytes'> {
  const part = parseJson(operand);
  if (part === undefined) return { passed: false, actual: `${operand} is no JSON` };
  return { passed: contains(document, part.value), actual: text };
}

/** Compares a value with what is written: JSON where it is JSON, else the text as it stands. */
function compare(
  { operator, operand }: FilledCheck,
  value: JsonValue,
): Omit<CheckResult, 'usedBytes'> {
  const json = parseJson(operand);
  const wanted = json === undefined ? operand : json.value;
  return { passed: compareValues(operator, value, wanted), actual: shown(value) };
}

function compareValues(operator: CheckOperator, value: JsonValue, wanted: JsonValue): boolean {
  if (operator === '==') return isEqual(value, wanted);
  if (operator === '!=') return !isEqual(value, wanted);
  if (operator === 'matches') {
    return checkPattern(
      { subject: 'text', operator, operand: String(wanted) },
      Buffer.alloc(0),
      typeof value === 'string' ? value : shown(value),
    ).passed;
  }
  if (typeof value === 'number' && typeof wanted === 'number') {
    return compareNumbers(operator, value, wanted);
  }
  if (operator === 'contains' && typeof value !== 'string') return containsAny(value, wanted);
  return typeof value === 'string' && compareTexts(operator, value, String(wanted));
}

/** An array contains an element, an object the members of another. */
function containsAny(value: JsonValue, wanted: JsonValue): boolean {
  return contains(value, Array.isArray(value) && !Array.isArray(wanted) ? [wanted] : wanted);
}

function compareNumbers(operator: CheckOperator, value: number, wanted: number): boolean {
  switch (operator) {
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return false;
  }
}

function compareTexts(operator: CheckOperator, value: string, wanted: string): boolean {
  switch (operator) {
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case 'contains':
      return value.includes(wanted);
    case 'startsWith':
      return value.startsWith(wanted);
    case 'endsWith':
      return value.endsWith(wanted);
    default:
      return false;
  }
}

/** The text that an operand stands for: a JSON string, or what is written. */
function textOperand(operand: string): string {
  const value = operand.startsWith('"') ? parseJson(operand)?.value : undefined;
  return typeof value === 'string' ? value : operand;
}

/** The value at a path of something received, as text for a variable; `null` where there is none. */
export function capturedValue(path: string, payload: Buffer): string | null {
  const text = payload.toString();
  if (path === 'text') return text;
  const selection = selectJson(text, path);
  return 'found' in selection ? selection.found : null;
}

function shown(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested deeper than the stack reaches.
    return '(nested too deeply to be shown)';
  }
}
