import type { BlockState } from './blockState.ts';
import { isComment, readComment } from './comment.ts';
import { isVariableLine, readVariable } from './fileVariable.ts';
import { handlerAt } from './handler.ts';
import { isIndentedReference, readHeader, readHeaderSpread } from './headerLine.ts';
import { hasConversation, isRaw } from './methods.ts';
import { isNamed } from './headerName.ts';
import type { HeaderLine, RequestKind, RequestUrl } from './requestFile.ts';
import { isImpliedRequest, readUrlAndVersion, type RequestLineParts } from './requestLine.ts';
import {
  codeAt,
  indentOf,
  isBlank,
  rangeInLine,
  trimmedLength,
  trimmedRange,
} from './sourceLines.ts';
import { spanOf, type SourceText, type TextRange } from './textRange.ts';

/** A request up to its body. */
export interface RequestHead {
  kind: RequestKind;
  method: SourceText | null;
  url: RequestUrl;
  httpVersion: SourceText | null;
  headers: HeaderLine[];
  lineRange: TextRange;
}

/** Reads the request line at the current line, of which the parts are known, its continuations and the headers. */
export function readHead(state: BlockState, parts: RequestLineParts): RequestHead {
  const line = readStartLine(state, parts);
  readContinuations(state, line);
  const { method, httpVersion, lineRange } = line;
  const url = urlOf(line);
  if (url.text === '') state.report('WB1004', lineRange, method?.text ?? '');
  checkVersion(state, httpVersion);
  const headers = readHeaders(state, hasConversation(line.kind));
  const kind = refineKind(line.kind, method, headers);
  return { kind, method, url, httpVersion, headers, lineRange };
}

function urlOf({ first, parts }: StartLine): RequestUrl {
  if (parts.length === 1) return { text: first.text, parts, range: first.range };
  const range = spanOf(first.range, (parts.at(-1) ?? first).range);
  return { text: parts.map((part) => part.text).join(''), parts, range };
}

interface StartLine extends Omit<RequestHead, 'url' | 'headers'> {
  first: SourceText;
  parts: SourceText[];
}

function readStartLine(state: BlockState, read: RequestLineParts): StartLine {
  const { line, tokens } = state;
  const method = read.method && tokens.write('method', line, read.method.start, read.method.end);
  const url = tokens.write('url', line, read.url.start, read.url.end);
  const version = read.httpVersion;
  const httpVersion = version && writeVersion(state, version);
  checkStart(state, read, method ?? schemeOf(url));
  if (isRaw(read.kind)) state.splitsImplied = false;
  state.at += 1;
  const lineRange = trimmedRange(line);
  return { kind: read.kind, method, first: url, parts: [url], httpVersion, lineRange };
}

/** The version, and the comment behind it. */
function writeVersion(
  { line, tokens }: BlockState,
  { start, end }: NonNullable<RequestLineParts['httpVersion']>,
): SourceText {
  const version = tokens.write('httpVersion', line, start, end);
  const lineEnd = trimmedLength(line.text);
  if (end < lineEnd) tokens.write('comment', line, end + indentOf(line.text, end), lineEnd);
  return version;
}

/** What a bare URL says instead of a method. */
function schemeOf(url: SourceText): SourceText {
  return { text: url.text.replace(/:.*$/s, ''), range: url.range };
}

/** `word` is the method, or the scheme of a bare URL. */
function checkStart(
  state: BlockState,
  { kind, method }: RequestLineParts,
  { text, range }: SourceText,
): void {
  const capitals = text.toUpperCase();
  if (method?.known === false) state.report('WB1002', range, text);
  else if (kind === 'unsupported') state.report('WB1008', range, text);
  else if (method !== null && text !== capitals) state.report('WB1003', range, capitals);
}

function checkVersion(state: BlockState, version: SourceText | null): void {
  if (version === null) return;
  const accepted = /^HTTP\/(?:1(?:\.[01])?|2(?:\.0)?(?:\s+\(prior knowledge\))?)$/i;
  if (!accepted.test(version.text)) state.report('WB1018', version.range, version.text);
}

/** Lines that continue the URL: they begin with `?`, `&` or `/`, or are indented and no header. */
function readContinuations(state: BlockState, line: StartLine): void {
  while (!state.done) {
    const { text } = state.line;
    if (isBlank(text)) return;
    if (isComment(text)) readComment(state);
    else if (!continuesUrl(text) || handlerAt(state, state.at) !== null) return;
    else readContinuation(state, line);
  }
}

function continuesUrl(text: string): boolean {
  const first = codeAt(text, 0);
  if (first >= 0x41 && first <= 0x7a) return false;
  if (/^\s*(?:\?(?!\?)|&|\/)/.test(text)) return true;
  if (/^\s+(?:[\w-]|\{\{[^{}]+\}\})+\s{0,9}:(?:\s|$)/.test(text)) return false;
  return /^\s+[^\s{[<]/.test(text) || isIndentedReference(text) || isIndentedBracket(text);
}

/** `[0]=a`: in JSON neither a name nor anything directly behind a bracket stands so. */
function isIndentedBracket(text: string): boolean {
  return /^\s+\[[^\s"{}[\],]*\][^\s,;]/.test(text);
}

function readContinuation(state: BlockState, line: StartLine): void {
  const source = state.line;
  const end = source.text.trimEnd().length;
  const { url, httpVersion } = readUrlAndVersion(source.text, indentOf(source.text), end);
  line.parts.push(state.tokens.write('url', source, url.start, url.end));
  if (httpVersion !== null) {
    line.httpVersion = writeVersion(state, httpVersion);
  }
  line.lineRange = spanOf(line.lineRange, trimmedRange(source));
  state.at += 1;
}

/** Reads headers up to an empty line, the first line of a body without one, a handler, or the next request. */
function readHeaders(state: BlockState, conversation: boolean): HeaderLine[] {
  const headers: HeaderLine[] = [];
  while (!state.done) {
    const { text } = state.line;
    if (isBlank(text) || handlerAt(state, state.at) !== null) break;
    if (state.splitsImplied && isImpliedRequest(text)) break;
    if (isComment(text)) readComment(state);
    else if (isVariableLine(text)) readVariable(state);
    else if (text.startsWith('...', indentOf(text))) readHeaderSpread(state, headers.length);
    else if (!readHeader(state, headers, conversation)) {
      const end = Math.max(1, text.trimEnd().length);
      state.report('WB1012', rangeInLine(state.line, 0, end));
      break;
    }
  }
  return headers;
}

/** Headers make an event stream or GraphQL of an HTTP request. */
export function refineKind(
  kind: RequestKind,
  method: SourceText | null,
  headers: readonly HeaderLine[],
): RequestKind {
  if (kind !== 'http') return kind;
  if (hasHeader(headers, 'x-request-type', /^graphql$/i)) return 'graphql';
  if (!hasHeader(headers, 'accept', /text\/event-stream/i)) return 'http';
  return method === null || method.text.toUpperCase() === 'GET' ? 'sse' : 'http';
}

function hasHeader(headers: readonly HeaderLine[], name: string, value: RegExp): boolean {
  for (const header of headers) {
    if (isNamed(header, name) && value.test(header.value.text)) return true;
  }
  return false;
}
