import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';

/** Lines (from 0, both inclusive) that fold down to the first. */
export interface Fold {
  start: number;
  end: number;
  kind: 'request' | 'comment' | 'body';
}

/** Folds blocks, comments and scripts over several lines, and what stands in brackets in bodies. */
export function foldsIn(file: RequestFile, text: string): Fold[] {
  return file.blocks.flatMap((block) => [
    ...blockFold(block),
    ...commentFolds(block),
    ...block.handlers.flatMap(({ range }) => fold(range.line - 1, range.endLine - 1, 'body')),
    ...bodyFolds(block, text),
  ]);
}

/** Down to the last line that is not blank. */
function blockFold({ separator, range, tokens }: RequestBlock): Fold[] {
  const last = tokens.findLast(({ kind }) => kind !== 'space');
  return separator === null || last === undefined
    ? []
    : fold(range.line - 1, last.endLine - 1, 'request');
}

function commentFolds({ tokens }: RequestBlock): Fold[] {
  return tokens
    .filter(({ kind }) => kind === 'comment')
    .flatMap(({ line, endLine }) => fold(line - 1, endLine - 1, 'comment'));
}

function bodyFolds({ tokens }: RequestBlock, text: string): Fold[] {
  return tokens
    .filter(({ kind, line, endLine }) => kind === 'bodyText' && endLine > line)
    .flatMap(({ offset, endOffset, line }) =>
      bracketFolds(text.slice(offset, endOffset), line - 1),
    );
}

/** From a line that ends with an opening bracket to the line before the one that begins with its partner. */
function bracketFolds(text: string, firstLine: number): Fold[] {
  const folds: Fold[] = [];
  const open: number[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const trimmed = line.trim();
    if (/^[}\]]/.test(trimmed)) {
      const start = open.pop();
      if (start !== undefined) folds.push(...fold(start, firstLine + index - 1, 'body'));
    }
    if (/[{[]$/.test(trimmed)) open.push(firstLine + index);
  }
  return folds;
}

function fold(start: number, end: number, kind: Fold['kind']): Fold[] {
  return end > start ? [{ start, end, kind }] : [];
}
