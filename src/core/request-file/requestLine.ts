import { isCurlCommand } from '../curl/curlArguments.ts';
import { kindOfMethod, kindOfScheme } from './methods.ts';
import type { RequestKind } from './requestFile.ts';
import { codeAt, indentOf, trimmedLength } from './sourceLines.ts';

/** Where the parts of a request line stand: indexes into the line's text, `end` exclusive. */
export interface RequestLineParts {
  kind: RequestKind;
  method: { start: number; end: number; known: boolean } | null;
  url: { start: number; end: number };
  httpVersion: { start: number; end: number } | null;
}

/** Behind the version a comment may stand. */
const versionTail =
  /(?:^|[ \t])(HTTP\/[\w.]*(?:[ \t]+\(prior knowledge\))?)(?:[ \t]+(?:#|\/\/).*)?$/i;

/** Reads a request line; `null` when the line is none. */
export function readRequestLine(text: string): RequestLineParts | null {
  const start = indentOf(text);
  const end = trimmedLength(text);
  if (isCurlCommand(text)) return curlLine(start, end);
  const word = firstWord(text, start, end);
  const line = word === '' ? null : readMethodLine(text, word, start, end);
  return line ?? readBareUrl(text, start, end);
}

const wordCharacters = /[A-Za-z][\w-]*/y;

/** A word of letters that could be a method, with a blank or nothing behind it; empty where there is none. */
function firstWord(text: string, start: number, end: number): string {
  wordCharacters.lastIndex = start;
  if (!wordCharacters.test(text)) return '';
  const wordEnd = wordCharacters.lastIndex;
  const behind = text.charAt(wordEnd);
  const isWord = wordEnd >= end || behind === ' ' || behind === '\t';
  return isWord && wordEnd - start <= 32 ? text.slice(start, wordEnd) : '';
}

/** The URL and the version at the end of a request line or of its last continuation. */
export function readUrlAndVersion(
  text: string,
  start: number,
  end: number,
): Pick<RequestLineParts, 'url' | 'httpVersion'> {
  const line = text.slice(start, end);
  const canHold = line.includes(' ') || line.includes('\t') || line.startsWith('HTTP/');
  const tail = canHold ? versionTail.exec(line) : null;
  if (tail === null) return { url: { start, end }, httpVersion: null };
  const versionStart = start + tail.index + indentOf(tail[0]);
  const urlEnd = start + text.slice(start, versionStart).trimEnd().length;
  const versionEnd = versionStart + (tail[1] ?? '').length;
  return { url: { start, end: urlEnd }, httpVersion: { start: versionStart, end: versionEnd } };
}

/** A method and what begins like a URL: a scheme, `unix:/`, a variable, a path, or a host with a port or a path. */
const impliedRequest =
  /^([A-Z]+(?:-[A-Z]+)?)[ \t]+(?:[a-z][a-z0-9+]{0,19}:\/|\{\{|\/|[\w.-]{1,255}(?::\d|\/(?<=(?:\.[a-z]{2,20}|localhost)\/)))/;

/** A line that starts a request although no separator stands above it: known method in capitals and a URL, or curl. */
export function isImpliedRequest(text: string): boolean {
  // Most lines are told by their second character: a header has a small letter there, `curl` its u.
  const second = codeAt(text, 1);
  if ((second < 0x41 || second > 0x5a) && second !== 0x75) return false;
  if (/^curl[ \t]+(?:-|["'$]|https?:|\{\{)/.test(text)) return true;
  const method = impliedRequest.exec(text)?.[1];
  return method !== undefined && kindOfMethod(method) !== undefined;
}

function readMethodLine(
  text: string,
  word: string,
  start: number,
  end: number,
): RequestLineParts | null {
  const wordEnd = start + word.length;
  const urlStart = Math.min(end, wordEnd + indentOf(text, wordEnd));
  const parts = readUrlAndVersion(text, urlStart, end);
  const url = text.slice(parts.url.start, parts.url.end);
  const capitals = word.toUpperCase();
  const known = kindOfMethod(capitals);
  if ((word !== capitals || known === undefined) && !looksLikeUrl(url)) return null;
  const method = { start, end: wordEnd, known: known !== undefined };
  return { kind: refineKind(known, capitals, url), method, ...parts };
}

function refineKind(known: RequestKind | undefined, method: string, url: string): RequestKind {
  if (known === undefined) return 'unsupported';
  if (method === 'GET' && kindOfScheme(url) === 'websocket') return 'websocket';
  return known;
}

function readBareUrl(text: string, start: number, end: number): RequestLineParts | null {
  const parts = readUrlAndVersion(text, start, end);
  const url = text.slice(parts.url.start, parts.url.end);
  if (!looksLikeUrl(url)) return null;
  return { kind: kindOfScheme(url) ?? 'http', method: null, ...parts };
}

function looksLikeUrl(text: string): boolean {
  if (kindOfScheme(text) !== undefined) return true;
  if (/^\{\{[^{}]+\}\}/.test(text) || /^\/(?![/*])/.test(text)) return true;
  const path = text.search(/[/?#\s]/);
  const authority = path === -1 ? text : text.slice(0, path);
  const isHost =
    /^(?:[\w.-]+|\[[0-9a-f:.]+\]|unix)(?::\d*|:\{\{[^{}]+\}\})?$/i.test(authority) &&
    /[.:]|^localhost$/.test(authority);
  return isHost && !(path !== -1 && /\s/.test(text.charAt(path)) && text.slice(path).trim() !== '');
}

/** A curl command is read as a whole (curlBlock.ts). */
function curlLine(start: number, end: number): RequestLineParts {
  const wordEnd = start + 'curl'.length;
  const method = { start, end: wordEnd, known: true };
  return { kind: 'http', method, url: { start: wordEnd + 1, end }, httpVersion: null };
}
