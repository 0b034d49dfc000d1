import type { RequestBlock, Token } from './requestFile.ts';
import { spanOf, type TextRange } from './textRange.ts';

/** A block as it was read. Its blanks become tokens when somebody asks for them: they are half of all tokens. */
export class SourceBlock implements RequestBlock {
  readonly separator: RequestBlock['separator'];
  readonly title: RequestBlock['title'];
  readonly name: RequestBlock['name'];
  readonly directives: RequestBlock['directives'];
  readonly variables: RequestBlock['variables'];
  readonly request: RequestBlock['request'];
  readonly handlers: RequestBlock['handlers'];
  readonly range: RequestBlock['range'];
  readonly diagnostics: RequestBlock['diagnostics'];
  readonly #written: readonly Token[];
  #tokens: Token[] | null = null;

  constructor(parts: Omit<RequestBlock, 'tokens'>, written: readonly Token[]) {
    this.separator = parts.separator;
    this.title = parts.title;
    this.name = parts.name;
    this.directives = parts.directives;
    this.variables = parts.variables;
    this.request = parts.request;
    this.handlers = parts.handlers;
    this.range = parts.range;
    this.diagnostics = parts.diagnostics;
    this.#written = written;
  }

  get tokens(): Token[] {
    this.#tokens ??= withSpaces(this.#written, this.range);
    return this.#tokens;
  }
}

/** All tokens of a range, with what lies between those written. */
function withSpaces(
  written: readonly Token[],
  { offset, line, column, ...end }: TextRange,
): Token[] {
  const tokens: Token[] = [];
  let last: TextRange = {
    offset,
    line,
    column,
    endOffset: offset,
    endLine: line,
    endColumn: column,
  };
  const fillTo = (next: TextRange) => {
    if (next.offset > last.endOffset) tokens.push({ kind: 'space', ...between(last, next) });
    last = next;
  };
  for (const token of written) {
    fillTo(token);
    tokens.push(token);
  }
  fillTo({ ...end, offset: end.endOffset, line: end.endLine, column: end.endColumn });
  return tokens;
}

function between({ endOffset, endLine, endColumn }: TextRange, next: TextRange): TextRange {
  const from = {
    offset: endOffset,
    endOffset,
    line: endLine,
    column: endColumn,
    endLine,
    endColumn,
  };
  return spanOf(from, {
    ...next,
    endOffset: next.offset,
    endLine: next.line,
    endColumn: next.column,
  });
}
