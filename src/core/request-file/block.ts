import { isCurlCommand } from '../curl/curlArguments.ts';
import { BlockState, type SourceDocument } from './blockState.ts';
import { readBody } from './body.ts';
import { readCurl } from './curlBlock.ts';
import { readHead } from './head.ts';
import { readPrelude } from './prelude.ts';
import type { RequestBlock, RequestNode } from './requestFile.ts';
import { indentOf, rangeInLine, type SourceLine } from './sourceLines.ts';
import { spanOf, type SourceText, type TextRange } from './textRange.ts';
import { readTrailer } from './trailer.ts';

/** A block and the index of the line behind it. */
export interface ReadBlock {
  block: RequestBlock;
  next: number;
}

/** True for a line of three or more `#` at column 1. */
export function isSeparator(text: string): boolean {
  return text.startsWith('###');
}

/** Reads one block from the lines `from` to `to`; it ends earlier where a request has no separator above it. */
export function readBlock(
  document: SourceDocument,
  from: number,
  to: number,
  splitsImplied: boolean,
): ReadBlock {
  const state = new BlockState(document, from, to, splitsImplied);
  const { separator, title } = readSeparator(state);
  const request = readPrelude(state) ? readRequest(state) : null;
  readTrailer(state);
  const range = closeTokens(state, document);
  const { directives, variables, handlers, diagnostics } = state;
  const name = directives.findLast((directive) => directive.name === 'name')?.value ?? title;
  const found = { separator, title, name, directives, variables, handlers, diagnostics };
  return { block: { ...found, request, range, tokens: state.tokens.tokens }, next: state.at };
}

function readSeparator(state: BlockState): {
  separator: TextRange | null;
  title: SourceText | null;
} {
  const { line } = state;
  skipByteOrderMark(state, line);
  if (!isSeparator(line.text)) return { separator: null, title: null };
  const length = /^#+/.exec(line.text)?.[0].length ?? 0;
  const separator = state.tokens.write('separator', line, 0, length).range;
  const start = length + indentOf(line.text.slice(length));
  const end = line.text.trimEnd().length;
  state.at += 1;
  if (end <= start) return { separator, title: null };
  return { separator, title: state.tokens.write('title', line, start, end) };
}

/** A byte order mark counts as a blank: every trim takes it away. */
function skipByteOrderMark(state: BlockState, line: SourceLine): void {
  if (line.offset === 0 && line.text.startsWith('\uFEFF')) state.tokens.write('space', line, 0, 1);
}

function readRequest(state: BlockState): RequestNode | null {
  state.position = 'after';
  if (state.directives.some(({ name }) => name === 'force-region-delimiter')) {
    state.splitsImplied = false;
  }
  if (isCurlCommand(state.line.text)) return readCurl(state);
  const before = state.diagnostics.length;
  const head = readHead(state);
  if (head === null) return null;
  const read = readBody(state, head);
  if (head.kind === 'unsupported') keepOnlyKind(state, before);
  const last = read.body.range ?? head.headers.at(-1)?.range ?? head.lineRange;
  return { ...head, ...read, range: spanOf(head.lineRange, last) };
}

/** What another tool's request looks like is not ours to judge. */
function keepOnlyKind(state: BlockState, before: number): void {
  const found = state.diagnostics.splice(before);
  state.diagnostics.push(...found.slice(0, 1));
}

function closeTokens(state: BlockState, document: SourceDocument): TextRange {
  const first = state.lineAt(state.from);
  const next = document.lines[state.at];
  const last = state.lineAt(state.at - 1);
  const end =
    next === undefined
      ? rangeInLine(last, last.text.length, last.text.length)
      : rangeInLine(next, 0, 0);
  state.tokens.finish(end.offset, end.line, end.column);
  return spanOf(rangeInLine(first, 0, 0), end);
}
