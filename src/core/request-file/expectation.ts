import { BodyShape } from './bodyShape.ts';
import { contentTraits } from './contentTraits.ts';
import { spanOf, type SourceText } from './textRange.ts';

/** What a check looks at: a path into the message's JSON (`$.type`), or one of these. */
const subjects = ['text', 'bytes', 'hex', 'type', 'json'] as const;

const operators = [
  ...(['==', '!=', '<=', '>=', '<', '>'] as const),
  ...(['contains', 'startsWith', 'endsWith', 'matches', 'exists'] as const),
] as const;

/** How a check compares. */
export type CheckOperator = (typeof operators)[number];

/** One line of an `=== expect`, or a JSON value in it that must be contained in the message. */
export interface Check {
  /** `text`, `bytes` (their number), `hex`, `type`, `json`, or a path that begins with `$`. */
  subject: string;
  operator: CheckOperator;
  /** As written, variables not resolved; empty for `exists`. */
  operand: SourceText;
  /** The whole check as written. */
  source: SourceText;
}

/** The checks of a text, and the lines that are none. */
export interface ReadChecks {
  checks: Check[];
  faults: SourceText[];
}

const path = String.raw`\$(?:[^\s'"[\]<>=!]|\[[^\]]*\])*`;
const form = new RegExp(
  String.raw`^(${path}|${subjects.join('|')})\s*(==|!=|<=|>=|<|>|(?<=\s)(?:contains|startsWith|endsWith|matches|exists)\b)\s*(.*)$`,
);

/** Reads the lines below an `=== expect`; lines that begin with `#` or `//` are comments. */
export function readChecks(source: SourceText): ReadChecks {
  const read: ReadChecks = { checks: [], faults: [] };
  const lines = linesOf(source);
  for (const line of lines) {
    if (/^(?:#(?:\s|$)|\/\/)/.test(line.text)) continue;
    const check = /^[[{]/.test(line.text) ? readJson(source, line, lines) : readCheck(line);
    if (check === null) read.faults.push(line);
    else read.checks.push(check);
  }
  return read;
}

/** A JSON value: up to the line in which its brackets are closed, else all that is left. */
function readJson(source: SourceText, first: SourceText, rest: Generator<SourceText>): Check {
  const shape = new BodyShape(contentTraits(null));
  let last = first;
  shape.add(first.text);
  while (!shape.isComplete) {
    const next = rest.next();
    if (next.done === true) break;
    last = next.value;
    shape.add(last.text);
  }
  const json = fromTo(source, first, last);
  return { subject: 'json', operator: 'contains', operand: json, source: json };
}

/** One check on one line: `$.type == "welcome"`, `text contains "x"`, `/regex/i`, `bytes == 12`, or a JSON value. */
function readCheck(source: SourceText): Check | null {
  const { text } = source;
  if (/^\/.+\/[a-z]*$/.test(text)) {
    return { subject: 'text', operator: 'matches', operand: source, source };
  }
  const match = form.exec(text);
  if (match !== null) return checkOf(match, source);
  return isJson(text) ? { subject: 'json', operator: 'contains', operand: source, source } : null;
}

function checkOf(
  [text, subject, written, rest]: RegExpExecArray,
  source: SourceText,
): Check | null {
  const operator = operators.find((each) => each === written)!;
  const operand = pieceOf(source, text.length - rest!.length, text.length);
  if ((operator === 'exists') !== (rest === '')) return null;
  if (operator === 'matches' && !/^\/.+\/[a-z]*$/.test(rest!)) return null;
  return { subject: subject!, operator, operand, source };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A line that is no JSON either.
    return false;
  }
}

/** The lines of a text that are not blank, without the blanks around them. Takes linear time. */
function* linesOf({ text, range }: SourceText): Generator<SourceText> {
  let start = 0;
  let { line, column } = range;
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n|\n|\r|$/g)) {
    const written = text.slice(start, index);
    const indent = written.length - written.trimStart().length;
    const offset = range.offset + start;
    const whole = { offset, endOffset: offset + written.length, line, column };
    const end = { endLine: line, endColumn: column + written.length };
    const trimmed = written.trim();
    if (trimmed !== '') {
      yield pieceOf(
        { text: written, range: { ...whole, ...end } },
        indent,
        indent + trimmed.length,
      );
    }
    start = index + lineBreak.length;
    line += 1;
    column = 1;
  }
}

function fromTo({ text, range }: SourceText, first: SourceText, last: SourceText): SourceText {
  const whole = spanOf(first.range, last.range);
  return {
    text: text.slice(whole.offset - range.offset, whole.endOffset - range.offset),
    range: whole,
  };
}

/** Part of a text that stands on one line. */
function pieceOf({ text, range }: SourceText, start: number, end: number): SourceText {
  return {
    text: text.slice(start, end),
    range: {
      offset: range.offset + start,
      endOffset: range.offset + end,
      line: range.line,
      column: range.column + start,
      endLine: range.line,
      endColumn: range.column + end,
    },
  };
}
