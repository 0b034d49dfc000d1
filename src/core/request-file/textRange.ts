/**
 * A stretch of a request file. Offsets count UTF-16 code units from 0; lines and columns count from 1, columns in
 * UTF-16 code units. `endOffset` and `endColumn` stand behind the last character.
 */
export interface TextRange {
  offset: number;
  endOffset: number;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A piece of the file's text and where it stands. */
export interface SourceText {
  text: string;
  range: TextRange;
}

/** From the start of `first` to the end of `last`. */
export function spanOf(first: TextRange, last: TextRange): TextRange {
  return {
    offset: first.offset,
    endOffset: last.endOffset,
    line: first.line,
    column: first.column,
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

/** Line and column (from 1) of the `offset`-th character of `source`. */
export function positionIn(source: SourceText, offset: number): { line: number; column: number } {
  let { line, column } = source.range;
  let lineStart = 0;
  for (const match of source.text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line += 1;
    column = 1;
    lineStart = match.index + match[0].length;
  }
  return { line, column: column + offset - lineStart };
}

/** The part of a source, in one line of it, from `start` to `end` (exclusive). */
export function partOf(source: SourceText, start: number, end: number): SourceText {
  const { line, column } = positionIn(source, start);
  const { offset } = source.range;
  const place = { line, column, endLine: line, endColumn: column + end - start };
  const range = { offset: offset + start, endOffset: offset + end, ...place };
  return { text: source.text.slice(start, end), range };
}
