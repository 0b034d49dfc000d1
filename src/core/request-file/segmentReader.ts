import type { BlockState } from './blockState.ts';
import { graphqlInclude } from './graphqlLine.ts';
import type { BodySegment } from './requestFile.ts';
import { rangeInLine, type SourceLine } from './sourceLines.ts';
import { spanOf, type TextRange } from './textRange.ts';

const include = /^<(@([\w-]{0,20}))?[ \t]+(?=\S)/;

/** True for `< file`, `<@ file`, `<@utf-16le file`, `gql name < file`. */
export function isInclude(text: string): boolean {
  const first = text.charAt(0);
  return (first === '<' && include.test(text)) || (first === 'g' && graphqlInclude.test(text));
}

/** Collects the text and the files of a body; blank lines around the whole do not belong to it. */
export class SegmentReader {
  readonly segments: BodySegment[] = [];
  readonly #state: BlockState;
  #start: TextRange | null = null;
  /** The last line that was taken. */
  #last: SourceLine | null = null;

  constructor(state: BlockState) {
    this.#state = state;
  }

  /** Nothing has been taken yet. */
  get isEmpty(): boolean {
    return this.#start === null && this.segments.length === 0;
  }

  /** Takes the current line as text. */
  addText(): void {
    const { line } = this.#state;
    this.#start ??= rangeInLine(line, 0, 0);
    this.#last = line;
    this.#state.at += 1;
  }

  /** Takes the current line as the name of a file. */
  addInclude(): void {
    const { line, tokens } = this.#state;
    const graphql = graphqlInclude.exec(line.text);
    const match = graphql ?? include.exec(line.text);
    if (match === null) return this.addText();
    const [, at, encoding] = graphql === null ? match : [];
    if (this.#start !== null) this.#flush(rangeInLine(line, 0, 0));
    const operator = tokens.write('includeOperator', line, 0, match[0].trimEnd().length);
    const path = tokens.write('includePath', line, match[0].length, line.text.trimEnd().length);
    this.segments.push({
      kind: 'file',
      path,
      resolved: at !== undefined,
      encoding: encoding || null,
      operationName: graphql?.[1] ?? null,
      percentEncoded: false,
      range: spanOf(operator.range, path.range),
    });
    this.#start = endOf(line);
    this.#last = line;
    this.#state.at += 1;
  }

  /** Ends the text above the current line, which is none of the body. */
  interrupt(): void {
    if (this.#start !== null) this.#flush(rangeInLine(this.#state.line, 0, 0));
    this.#start = null;
    this.#last = null;
  }

  finish(): void {
    if (this.#last !== null) this.#flush(endOf(this.#last));
    this.#start = null;
    this.#last = null;
  }

  #flush(end: TextRange): void {
    if (this.#start === null || end.offset <= this.#start.offset) return;
    const range = spanOf(this.#start, end);
    const text = this.#state.source.slice(range.offset, range.endOffset);
    this.#state.tokens.writeRange('bodyText', range);
    this.segments.push({ kind: 'text', text, range });
  }
}

function endOf(line: SourceLine): TextRange {
  return rangeInLine(line, line.text.length, line.text.length);
}

/** From the first to the last of some segments; `null` when there are none. */
export function rangeOfSegments(segments: readonly BodySegment[]): TextRange | null {
  const [first] = segments;
  const last = segments.at(-1);
  return first === undefined || last === undefined ? null : spanOf(first.range, last.range);
}
