import { isLineComment } from '../request-file/comment.ts';
import { splitLines } from '../request-file/sourceLines.ts';
import type { SourceText } from '../request-file/textRange.ts';

/**
 * A form written over several lines as one: blanks around `=` and `&` go, and lines that no `&` joins are joined by
 * one; comment lines are left out. Each piece is resolved by itself, so that a value may hold `&` or a line break.
 */
export function formText(source: SourceText, resolve: (piece: SourceText) => string): string {
  const fields: string[] = [];
  for (const line of splitLines(source.text)) {
    if (isLineComment(line.text)) continue;
    for (const field of line.text.matchAll(/[^&]+/g)) {
      if (field[0].trim() === '') continue;
      const range = { ...source.range, line: source.range.line + line.number - 1 };
      const column = (line.number === 1 ? source.range.column : 1) + field.index;
      const pieces = [...field[0].matchAll(/=|[^=]+/g)].map(({ 0: piece, index }) => {
        const blanks = piece.length - piece.trimStart().length;
        return resolve({
          text: piece.trim(),
          range: { ...range, column: column + index + blanks },
        });
      });
      fields.push(pieces.join(''));
    }
  }
  return fields.join('&');
}
