import type { Token, TokenKind } from './requestFile.ts';
import { rangeInLine, type SourceLine } from './sourceLines.ts';
import type { SourceText, TextRange } from './textRange.ts';

/** Collects the tokens of a block in order and fills what lies between them with `space`. */
export class TokenWriter {
  readonly tokens: Token[] = [];
  #offset: number;
  #line: number;
  #column: number;

  constructor(first: SourceLine) {
    this.#offset = first.offset;
    this.#line = first.number;
    this.#column = first.indent + 1;
  }

  /** Writes the characters `from` to `to` of a line; nothing when there are none. */
  write(kind: TokenKind, line: SourceLine, from: number, to: number): SourceText {
    const range = this.writeRange(kind, rangeInLine(line, from, to));
    return { text: line.text.slice(from, to), range };
  }

  /** Writes a stretch over one or more lines; the token is the range that nodes of the tree hold. */
  writeRange(kind: TokenKind, range: TextRange): TextRange {
    const { offset, endOffset, line, column, endLine, endColumn } = range;
    if (endOffset <= offset) return range;
    this.#fillTo(offset, line, column);
    const token = { kind, offset, endOffset, line, column, endLine, endColumn };
    this.tokens.push(token);
    this.#offset = endOffset;
    this.#line = endLine;
    this.#column = endColumn;
    return token;
  }

  /** Closes the block where the text or the next block begins. */
  finish(endOffset: number, endLine: number, endColumn: number): void {
    this.#fillTo(endOffset, endLine, endColumn);
  }

  #fillTo(endOffset: number, endLine: number, endColumn: number): void {
    if (endOffset <= this.#offset) return;
    this.tokens.push({
      kind: 'space',
      offset: this.#offset,
      endOffset,
      line: this.#line,
      column: this.#column,
      endLine,
      endColumn,
    });
    this.#offset = endOffset;
  }
}
