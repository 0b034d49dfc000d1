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

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Splits at `\n`, `\r\n` and lone `\r`; a text without any is one line, and so is an empty one. */
export function splitLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let offset = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== lineFeed && code !== carriageReturn) continue;
    const pair = code === carriageReturn && text.charCodeAt(index + 1) === lineFeed;
    const endOffset = index + (pair ? 2 : 1);
    lines.push(lineOf(text, lines.length + 1, offset, index, endOffset));
    offset = endOffset;
    if (pair) index += 1;
  }
  lines.push(lineOf(text, lines.length + 1, offset, text.length, text.length));
  return lines;
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
  return rangeInLine(line, from, Math.max(from, line.text.trimEnd().length));
}

/** How many blanks a text begins with. */
export function indentOf(text: string): number {
  return text.length - text.trimStart().length;
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
