import { isSeparator } from '../request-file/sectionFinder.ts';
import { canonicalDirectiveName } from '../request-file/directiveCatalogue.ts';
import { hasConversation } from '../request-file/methods.ts';
import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';
import { isStepLine } from '../request-file/stepLine.ts';
import { blockAt, type Span } from './languageInput.ts';

/** What is being written at the cursor. `span` is what a completion replaces, from its start to behind the cursor. */
export type Place =
  | { at: 'reference'; span: Span; written: string; closed: boolean }
  | { at: 'directive'; span: Span }
  | { at: 'directiveValue'; span: Span; name: string }
  | { at: 'requestLine'; span: Span }
  | { at: 'httpVersion'; span: Span }
  | { at: 'headerName'; span: Span; hasColon: boolean }
  | { at: 'headerValue'; span: Span; name: string }
  | { at: 'filePath'; span: Span; written: string }
  | { at: 'step'; span: Span }
  | { at: 'stepArgument'; span: Span; name: string };

/** The line around the cursor: what stands before it, what behind. */
interface CursorLine {
  offset: number;
  start: number;
  before: string;
  after: string;
}

/** Says what is being written at an offset; `null` where nothing is known to belong. */
export function placeAt(file: RequestFile, text: string, offset: number): Place | null {
  const block = blockAt(file, offset);
  if (block === undefined) return null;
  const line = cursorLine(text, offset);
  return (
    referencePlace(line) ??
    (isSeparator(line.before) ? null : commentPlace(line)) ??
    regionPlace(text, block, line)
  );
}

function cursorLine(text: string, offset: number): CursorLine {
  const start =
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const end = /[\r\n]/.exec(text.slice(offset))?.index ?? text.length - offset;
  return {
    offset,
    start,
    before: text.slice(start, offset),
    after: text.slice(offset, offset + end),
  };
}

/** Behind `{{` that is not closed before the cursor. */
function referencePlace({ offset, before, after }: CursorLine): Place | null {
  const open = before.lastIndexOf('{{');
  if (open === -1 || before.includes('}}', open)) return null;
  const written = before.slice(open + 2).replace(/^\s*%?\s*/, '');
  const close = /^([^{}]*)\}\}/.exec(after);
  const tail = close?.[1]?.trimEnd().length ?? 0;
  const span = { offset: offset - written.length, endOffset: offset + tail };
  return { at: 'reference', span, written, closed: close !== null };
}

function commentPlace({ offset, before, after }: CursorLine): Place | null {
  const match = /^\s*(?:#+|\/\/+)\s*@([\w-]*)(?:(\s*=\s*|\s+)(.*))?$/.exec(before);
  if (match === null) return null;
  const [, key = '', gap, value = ''] = match;
  if (gap === undefined) return { at: 'directive', span: wordSpan(offset, key, after) };
  const span = { offset: offset - value.length, endOffset: offset + after.trimEnd().length };
  return { at: 'directiveValue', span, name: canonicalDirectiveName(key) };
}

/** Above the request, in its line, in its headers or below them. */
function regionPlace(
  text: string,
  { range, request }: RequestBlock,
  line: CursorLine,
): Place | null {
  if (/^\s*(?:#|\/\/|@)/.test(line.before)) return null;
  const above = text.slice(range.offset, line.start);
  const isAbove = request === null || request.kind === 'run';
  if (isAbove || line.start <= request.lineRange.offset) return requestLinePlace(line);
  if (line.start < request.lineRange.endOffset) return versionPlace(line);
  const head = text.slice(request.lineRange.endOffset, line.start);
  const inHead = !/(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(head) && above !== '';
  if (inHead) return headerPlace(line);
  return bodyPlace(line, hasConversation(request.kind));
}

function requestLinePlace(line: CursorLine): Place | null {
  const word = /^\s*([A-Za-z]*)$/.exec(line.before)?.[1];
  if (word !== undefined)
    return { at: 'requestLine', span: wordSpan(line.offset, word, line.after) };
  return versionPlace(line);
}

function versionPlace({ offset, before, after }: CursorLine): Place | null {
  const word = /\S\s+\S+\s+([A-Z]*[/\d.]*)$/i.exec(before)?.[1];
  return word === undefined || after.trim() !== ''
    ? null
    : { at: 'httpVersion', span: { offset: offset - word.length, endOffset: offset } };
}

function headerPlace({ offset, before, after }: CursorLine): Place | null {
  const value = /^\s*([^\s:]+)\s*:\s*(.*)$/.exec(before);
  if (value !== null) {
    const [, name = '', written = ''] = value;
    const span = { offset: offset - written.length, endOffset: offset + after.trimEnd().length };
    return { at: 'headerValue', span, name: name.toLowerCase() };
  }
  const word = /^[\w-]*$/.exec(before)?.[0];
  if (word === undefined) return null;
  const hasColon = /^[\w-]*\s*:/.test(after);
  return { at: 'headerName', span: wordSpan(offset, word, after), hasColon };
}

function bodyPlace(line: CursorLine, conversation: boolean): Place | null {
  const { offset, before, after } = line;
  const path = /^<(?:@\w*)?[ \t]+(.*)$/.exec(before)?.[1];
  const sent = conversation ? /^===.*[ \t]<[ \t]+(.*)$/.exec(before)?.[1] : undefined;
  const written = path ?? sent;
  if (written !== undefined) {
    const span = { offset: offset - written.length, endOffset: offset + after.trimEnd().length };
    return { at: 'filePath', span, written };
  }
  if (!conversation || !isStepLine(before)) return null;
  const [, word = '', gap, argument = ''] = /^===\s*([\w-]*)(?:(\s+)(.*))?$/.exec(before) ?? [];
  if (gap === undefined) return { at: 'step', span: wordSpan(offset, word, after) };
  const span = { offset: offset - argument.length, endOffset: offset };
  return { at: 'stepArgument', span, name: word.toLowerCase() };
}

/** The word around the cursor, of which `word` stands before it. */
function wordSpan(offset: number, word: string, after: string): Span {
  const rest = /^[\w-]*/.exec(after)?.[0].length ?? 0;
  return { offset: offset - word.length, endOffset: offset + rest };
}
