import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import { partOf, positionsIn, type SourceText } from '../request-file/textRange.ts';
import { findReferences } from './reference.ts';

/** WB2019 for each date pattern of Visual Studio, in which `yyyy` is the year: Day.js would send the letters. */
export function checkDatePatterns(source: SourceText): Diagnostic[] {
  const positionOf = positionsIn(source);
  return findReferences(source.text).flatMap(({ start, end, expression }) => {
    const pattern = /^\$(?:localDatetime|datetime)\s+(?:"([^"]*)"|'([^']*)')/.exec(expression);
    const written = pattern?.[1] ?? pattern?.[2] ?? '';
    if (!written.includes('yy')) return [];
    const { range } = partOf(source, start, end, positionOf);
    return [diagnose('WB2019', range, dayjsPattern(written))];
  });
}

/** The same pattern in tokens of Day.js. */
function dayjsPattern(pattern: string): string {
  const tokens: Record<string, string> = { y: 'Y', d: 'D', t: 'A', f: 'S' };
  return pattern.replace(/y+|d{1,2}(?!d)|tt|f+/g, (token) =>
    token === 'tt' ? 'A' : token.replace(/./g, (letter) => tokens[letter] ?? letter),
  );
}
