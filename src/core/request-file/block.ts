import { isCurlCommand } from '../curl/curlArguments.ts';
import { BlockState, type Section, type SourceDocument } from './blockState.ts';
import { readBody } from './body.ts';
import { isSwitchedOn } from './directiveCatalogue.ts';
import { readCurl } from './curlBlock.ts';
import { readHead } from './head.ts';
import { hasConversation } from './methods.ts';
import { readPrelude } from './prelude.ts';
import type { Directive, RequestBlock, RequestNode } from './requestFile.ts';
import type { RequestLineParts } from './requestLine.ts';
import { isSeparator } from './sectionFinder.ts';
import { reportIdle } from './sharedBlock.ts';
import { SourceBlock } from './sourceBlock.ts';
import { codeAt, indentOf, rangeInLine, trimmedLength, type SourceLine } from './sourceLines.ts';
import { spanOf, type SourceText, type TextRange } from './textRange.ts';
import { runsAlone } from './runsAlone.ts';
import { readTrailer } from './trailer.ts';

/** A block and the index of the line behind it. */
export interface ReadBlock {
  block: RequestBlock;
  next: number;
}

/** Reads the block that begins in line `from` of a section; it ends earlier where a request has no separator above it. */
export function readBlock(
  document: SourceDocument,
  section: Section,
  from: number,
  splitsImplied: boolean,
): ReadBlock {
  const state = new BlockState(document, section, from, splitsImplied);
  const { separator, title: heading } = readSeparator(state);
  const line = readPrelude(state);
  const request = line === null ? runsAlone(state) : readRequest(state, line);
  readTrailer(state);
  if (request !== null && hasConversation(request.kind)) reportUnsaved(state);
  if (request?.kind === 'udp') reportUnproxied(state);
  const range = rangeOf(state, document);
  const { directives, variables, handlers, diagnostics } = state;
  const ownTitle = valueIn(directives, 'title');
  const title = ownTitle ?? heading;
  const name = nameIn(directives) ?? heading ?? ownTitle;
  reportIdle(state, request, title);
  const parts = {
    separator,
    title,
    name,
    directives,
    variables,
    request,
    handlers,
    range,
    diagnostics,
  };
  return { block: new SourceBlock(parts, state.tokens.tokens), next: state.at };
}

/** The name that `# @name` gives; the last one counts. */
export function nameIn(directives: readonly Directive[]): SourceText | null {
  return valueIn(directives, 'name');
}

function valueIn(directives: readonly Directive[], name: string): SourceText | null {
  for (let index = directives.length - 1; index >= 0; index -= 1) {
    const directive = directives[index];
    if (directive?.name === name) return directive.value;
  }
  return null;
}

function readSeparator(state: BlockState): {
  separator: TextRange | null;
  title: SourceText | null;
} {
  const { line, tokens } = state;
  skipByteOrderMark(state, line);
  if (!isSeparator(line.text)) return { separator: null, title: null };
  let length = '###'.length;
  while (codeAt(line.text, length) === 0x23) length += 1;
  const separator = tokens.mark('separator', line, 0, length);
  const start = length + indentOf(line.text, length);
  const end = trimmedLength(line.text);
  const titleEnd = endOfTitle(line.text, start, end);
  state.at += 1;
  if (end <= start) return { separator, title: null };
  const nameStart = start + namingLength(line.text, start, titleEnd);
  if (nameStart > start) tokens.mark('directiveKey', line, start, start + '@name'.length);
  const title = tokens.write('title', line, nameStart, titleEnd);
  if (titleEnd < end) tokens.mark('separator', line, titleEnd + indentOf(line.text, titleEnd), end);
  return { separator, title };
}

/** `### @name login` is meant as `# @name login`; with more words behind it, it is a title. */
function namingLength(text: string, start: number, end: number): number {
  if (codeAt(text, start) !== 0x40) return 0;
  return /^@name[ \t]+(?=[\w.-]+$)/.exec(text.slice(start, end))?.[0].length ?? 0;
}

/** A banner may end in `###` too; the one sign of `C#` belongs to the title. */
function endOfTitle(text: string, start: number, end: number): number {
  if (!text.startsWith('#', end - 1)) return end;
  let hashes = end;
  while (hashes > start && text[hashes - 1] === '#') hashes -= 1;
  const title = text.slice(start, hashes).trimEnd();
  const isBanner = end - hashes > 1 && title !== '' && start + title.length < hashes;
  return isBanner ? start + title.length : end;
}

/** A byte order mark counts as a blank: every trim takes it away. */
function skipByteOrderMark(state: BlockState, line: SourceLine): void {
  if (line.offset === 0 && line.text.startsWith('\uFEFF')) state.tokens.mark('space', line, 0, 1);
}

function readRequest(state: BlockState, line: RequestLineParts): RequestNode {
  state.position = 'after';
  if (isSwitchedOn(state.directives, 'force-region-delimiter')) {
    state.splitsImplied = false;
  }
  if (isCurlCommand(state.line.text)) return readCurl(state);
  const before = state.diagnostics.length;
  const head = readHead(state, line);
  const { kind, body, messages } = readBody(state, head);
  if (head.kind === 'unsupported') keepOnlyKind(state, before);
  const last = body.range ?? head.headers.at(-1)?.range ?? head.lineRange;
  const { method, url, httpVersion, headers, lineRange } = head;
  const range = spanOf(lineRange, last);
  return { kind, method, url, httpVersion, headers, body, messages, lineRange, range };
}

/** What another tool's request looks like is not ours to judge. */
function keepOnlyKind(state: BlockState, before: number): void {
  const found = state.diagnostics.splice(before);
  state.diagnostics.push(...found.slice(0, 1));
}

/** What a conversation receives is not one body. */
function reportUnsaved(state: BlockState): void {
  for (const { kind, range } of state.handlers) {
    if (kind === 'saveResponse') state.report('WB1021', range);
  }
}

/** Proxies carry streams. */
function reportUnproxied(state: BlockState): void {
  for (const { name, range } of state.directives) {
    if (name === 'proxy') state.report('WB4008', range);
  }
}

function rangeOf(state: BlockState, document: SourceDocument): TextRange {
  const first = state.lineAt(state.from);
  const next = state.at < document.lines.length ? document.lines[state.at] : undefined;
  const last = state.lineAt(state.at - 1);
  const end =
    next === undefined
      ? rangeInLine(last, last.text.length, last.text.length)
      : rangeInLine(next, 0, 0);
  return spanOf(rangeInLine(first, 0, 0), end);
}
