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

/** Finds line and column (from 1) of characters of `source`. For offsets that only grow, so that the text is walked once. */
export function positionsIn({ text, range }: SourceText) {
  const lineBreak = /\r\n|\n|\r/g;
  let { line, column } = range;
  let lineStart = 0;
  let next = lineBreak.exec(text);
  return (offset: number): { line: number; column: number } => {
    for (; next !== null && lineBreak.lastIndex <= offset; next = lineBreak.exec(text)) {
      line += 1;
      column = 1;
      lineStart = lineBreak.lastIndex;
    }
    return { line, column: column + offset - lineStart };
  };
}

/** Line and column (from 1) of the `offset`-th character of `source`. */
export function positionIn(source: SourceText, offset: number): { line: number; column: number } {
  return positionsIn(source)(offset);
}

/** The part of a source, in one line of it, from `start` to `end` (exclusive). */
export function partOf(
  source: SourceText,
  start: number,
  end: number,
  positionOf = positionsIn(source),
): SourceText {
  const { line, column } = positionOf(start);
  const { offset } = source.range;
  const place = { line, column, endLine: line, endColumn: column + end - start };
  const range = { offset: offset + start, endOffset: offset + end, ...place };
  return { text: source.text.slice(start, end), range };
}
