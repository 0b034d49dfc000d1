import type { TextRange } from './textRange.ts';

/** One line of a file without its line break. `number` counts from 1. */
export interface SourceLine {
  number: number;
  offset: number;
  /** How many blanks before `text` do not belong to it: a block of Markdown may be indented. */
  indent: number;
  text: string;
  /** Behind the line break. */
  endOffset: number;
}

/** The part of a text between two offsets, and the number of its first line. */
interface Stretch {
  from: number;
  to: number;
  line: number;
}

/** Splits at `\n`, `\r\n` and lone `\r`; a text without any is one line, and so is an empty one. */
export function splitLines(
  text: string,
  { from, to, line }: Stretch = { from: 0, to: text.length, line: 1 },
): SourceLine[] {
  const lines: SourceLine[] = [];
  let offset = from;
  let lineFeed = indexOrEnd(text, '\n', from, to);
  let carriageReturn = indexOrEnd(text, '\r', from, to);
  while (Math.min(lineFeed, carriageReturn) < to) {
    const end = Math.min(lineFeed, carriageReturn);
    const isPair = end === carriageReturn && end + 1 < to && lineFeed === end + 1;
    const endOffset = isPair ? end + 2 : end + 1;
    lines.push(lineOf(text, line + lines.length, offset, end, endOffset));
    offset = endOffset;
    if (lineFeed < offset) lineFeed = indexOrEnd(text, '\n', offset, to);
    if (carriageReturn < offset) carriageReturn = indexOrEnd(text, '\r', offset, to);
  }
  lines.push(lineOf(text, line + lines.length, offset, to, to));
  return lines;
}

function indexOrEnd(text: string, character: string, from: number, end: number): number {
  const index = text.indexOf(character, from);
  return index === -1 || index > end ? end : index;
}

function lineOf(
  text: string,
  number: number,
  offset: number,
  end: number,
  endOffset: number,
): SourceLine {
  return { number, offset, indent: 0, text: text.slice(offset, end), endOffset };
}

/**
 * The UTF-16 code unit at an index, 0 where the text is over. `charCodeAt` alone says `NaN` there, and once it has, V8
 * no longer compiles the call inline.
 */
export function codeAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? text.charCodeAt(index) : 0;
}

/** True for a line of blanks only, as `trim` sees them. */
export function isBlank(text: string): boolean {
  if (text === '') return true;
  const first = codeAt(text, 0);
  return first > 0x20 && first < 0x7f ? false : text.trim() === '';
}

/** The characters `from` to `to` (exclusive) of a line. */
export function rangeInLine(line: SourceLine, from: number, to: number): TextRange {
  return {
    offset: line.offset + from,
    endOffset: line.offset + to,
    line: line.number,
    column: line.indent + from + 1,
    endLine: line.number,
    endColumn: line.indent + to + 1,
  };
}

/** A line without the blanks around it. */
export function trimmedRange(line: SourceLine): TextRange {
  const from = indentOf(line.text);
  return rangeInLine(line, from, Math.max(from, trimmedLength(line.text)));
}

/** How many blanks a text has from an index on. */
export function indentOf(text: string, from = 0): number {
  let at = from;
  while (codeAt(text, at) === 0x20) at += 1;
  const first = codeAt(text, at);
  if (first > 0x20 && first < 0x7f) return at - from;
  return text.length - from - text.slice(from).trimStart().length;
}

/** How long a text is without the blanks at its end. */
export function trimmedLength(text: string): number {
  const last = codeAt(text, text.length - 1);
  return last > 0x20 && last < 0x7f ? text.length : text.trimEnd().length;
}

/** The range between two offsets of a text that was split into `lines`. */
export function rangeBetween(
  lines: readonly SourceLine[],
  offset: number,
  endOffset: number,
): TextRange {
  const start = lineHolding(lines, offset);
  const end = lineHolding(lines, endOffset);
  return {
    offset,
    endOffset,
    line: start.number,
    column: start.indent + offset - start.offset + 1,
    endLine: end.number,
    endColumn: end.indent + endOffset - end.offset + 1,
  };
}

/** Binary search: the line that an offset stands in. */
function lineHolding(lines: readonly SourceLine[], offset: number): SourceLine {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return lines[low] ?? { number: 1, offset: 0, indent: 0, text: '', endOffset: 0 };
}
