import type { Assertion } from './handlerNode.ts';
import { isBlank, indentOf, rangeInLine, type SourceLine } from './sourceLines.ts';
import type { SourceText } from './textRange.ts';

const operator =
  /\s(?<text>===?|!==?|>=?|<=?|(?:startsWith|endsWith|contains|includes|exists|isTrue|isFalse|isNumber|isBoolean|isString|isArray|matches|md5|sha256|sha512|equals|not[ \t]equals)(?=\s|$))/gi;
/** What is compared is an expression that may hold operators itself: the last one outside of brackets counts. */
const expressionTypes = new Set(['js', 'jsonpath', 'xpath']);

/** True for httpYac's `?? …`, also with the type directly behind it. */
export function isAssertion(text: string): boolean {
  return /^\s*\?\?(?:\s|$|[a-z]{1,20}\s)/.test(text);
}

/** The parts of a line `?? type value operator expected`. */
export function readAssertion(
  line: SourceLine,
): Pick<Assertion, 'type' | 'value' | 'operator' | 'expected'> {
  const end = line.text.trimEnd().length;
  const start = line.text.indexOf('??') + 2;
  const typeStart = start + indentOf(line.text.slice(start, end));
  const typeEnd = typeStart + (/^\S*/.exec(line.text.slice(typeStart, end))?.[0].length ?? 0);
  const type = pieceOf(line, typeStart, typeEnd);
  const found = findOperator(line.text.slice(typeEnd, end), type?.text ?? '');
  if (found === undefined) {
    return { type, value: pieceOf(line, typeEnd, end), operator: null, expected: null };
  }
  const operatorStart = typeEnd + found.index + 1;
  const operatorEnd = operatorStart + (found.groups?.['text'] ?? '').length;
  return {
    type,
    value: pieceOf(line, typeEnd, operatorStart),
    operator: pieceOf(line, operatorStart, operatorEnd),
    expected: pieceOf(line, operatorEnd, end),
  };
}

function findOperator(text: string, type: string): RegExpExecArray | undefined {
  const matches = [...text.matchAll(operator)];
  if (!expressionTypes.has(type)) return matches[0];
  return matches.findLast(({ index }) => isBalanced(text.slice(0, index)));
}

/** Every bracket is closed again; those in quotes are none. */
function isBalanced(text: string): boolean {
  const brackets = text.replaceAll(/"[^"]*"|'[^']*'/g, '').match(/[[\]]/g) ?? [];
  const open = brackets.filter((bracket) => bracket === '[').length;
  return open * 2 === brackets.length;
}

/** The characters `from` to `to` without blanks around them; `null` when nothing is left. */
export function pieceOf(line: SourceLine, from: number, to: number): SourceText | null {
  const text = line.text.slice(from, to);
  if (isBlank(text)) return null;
  const start = from + indentOf(text);
  const end = start + text.trim().length;
  return { text: line.text.slice(start, end), range: rangeInLine(line, start, end) };
}
