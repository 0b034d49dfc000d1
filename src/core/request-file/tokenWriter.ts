import type { Token, TokenKind } from './requestFile.ts';
import { rangeInLine, type SourceLine } from './sourceLines.ts';
import type { SourceText, TextRange } from './textRange.ts';

/** Collects the tokens of a block in order; what lies between them is blank. */
export class TokenWriter {
  readonly tokens: Token[] = [];

  /** Writes the characters `from` to `to` of a line; nothing when there are none. */
  write(kind: TokenKind, line: SourceLine, from: number, to: number): SourceText {
    return { text: line.text.slice(from, to), range: this.mark(kind, line, from, to) };
  }

  /** The same where nobody wants the text. */
  mark(kind: TokenKind, line: SourceLine, from: number, to: number): TextRange {
    if (to <= from) return rangeInLine(line, from, to);
    const { number, indent } = line;
    const range = {
      kind,
      offset: line.offset + from,
      endOffset: line.offset + to,
      line: number,
      column: indent + from + 1,
      endLine: number,
      endColumn: indent + to + 1,
    };
    this.tokens.push(range);
    return range;
  }

  /** Writes a stretch over one or more lines; the token is the range that nodes of the tree hold. */
  writeRange(kind: TokenKind, range: TextRange): TextRange {
    const { offset, endOffset, line, column, endLine, endColumn } = range;
    if (endOffset <= offset) return range;
    const token = { kind, offset, endOffset, line, column, endLine, endColumn };
    this.tokens.push(token);
    return token;
  }
}
