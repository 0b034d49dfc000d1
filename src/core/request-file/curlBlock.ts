import {
  readCurlRequest,
  type CurlBodyPart,
  type CurlNote,
  type CurlText,
} from '../curl/curlRequest.ts';
import type { BlockState } from './blockState.ts';
import { bodyKind, contentTypeOf } from './bodyKind.ts';
import { isComment } from './comment.ts';
import { refineKind } from './head.ts';
import { kindOfScheme } from './methods.ts';
import type {
  BodyKind,
  BodySegment,
  Directive,
  HeaderLine,
  RequestBody,
  RequestNode,
} from './requestFile.ts';
import { rangeOfSegments } from './segmentReader.ts';
import { indentOf, rangeBetween } from './sourceLines.ts';
import type { SourceText, TextRange } from './textRange.ts';

/** The diagnostic of each kind of note. */
export const noteCodes = {
  option: 'WB1041',
  noUrl: 'WB1042',
  openQuote: 'WB1043',
  part: 'WB1045',
} as const;

/** Reads the curl command at the current line as the request that curl would send. */
export function readCurl(state: BlockState): RequestNode {
  return new CurlBlockReader(state).read();
}

class CurlBlockReader {
  readonly #state: BlockState;
  readonly #offset: number;

  constructor(state: BlockState) {
    this.#state = state;
    this.#offset = state.line.offset + indentOf(state.line.text);
  }

  read(): RequestNode {
    const state = this.#state;
    const curl = readCurlRequest(
      state.source.slice(this.#offset, state.lineAt(state.to - 1).endOffset),
    );
    const word = { text: curl.method, offset: 0, endOffset: 'curl'.length };
    const range = this.#range({
      text: '',
      offset: 0,
      endOffset: Math.max(curl.endOffset, word.endOffset),
    });
    const method = this.#text(word);
    const url = this.#text(curl.url);
    const headers = curl.headers.map(([name, value, origin]) => this.#header(name, value, origin));
    const schemeKind = kindOfScheme(url.text) ?? 'http';
    const kind = refineKind(schemeKind, method, headers);
    this.#writeTokens(method, url, range);
    for (const note of curl.notes) this.#report(note);
    if (kind === 'unsupported') state.report('WB1008', url.range, url.text.replace(/:.*$/s, ''));
    state.directives.unshift(
      ...curl.directives.map(([name, value, origin]) => this.#directive(name, value, origin)),
    );
    while (!state.done && state.line.offset < range.endOffset) state.at += 1;
    return {
      kind,
      method: kind === 'websocket' ? null : method,
      url: { text: url.text, parts: [url], range: url.range },
      httpVersion: curl.httpVersion && this.#text(curl.httpVersion),
      headers,
      body: this.#body(curl.body, (segments) =>
        exactKind(bodyKind(kind, contentTypeOf(headers), segments), segments),
      ),
      messages: [],
      lineRange: range,
      range,
    };
  }

  #body(
    parts: readonly CurlBodyPart[],
    kindOf: (segments: BodySegment[]) => RequestBody['kind'],
  ): RequestBody {
    const segments = parts.map((part): BodySegment => {
      const source = this.#text(part);
      if (part.kind === 'text') return { kind: 'text', ...source };
      return {
        kind: 'file',
        path: source,
        resolved: false,
        encoding: null,
        operationName: null,
        percentEncoded: part.kind === 'encodedFile',
        range: source.range,
      };
    });
    return { kind: kindOf(segments), segments, range: rangeOfSegments(segments) };
  }

  #header(name: string, value: string, origin: CurlText): HeaderLine {
    const range = this.#range(origin);
    return {
      name: { text: name, range: this.#find(name, range) },
      value: { text: value, range: this.#find(value, range) },
      range,
    };
  }

  #directive(name: string, value: string, origin: CurlText): Directive {
    const range = this.#range(origin);
    const key = { text: `@${name}`, range };
    return { name, key, value: value === '' ? null : { text: value, range }, range };
  }

  #report(note: CurlNote): void {
    const args = note.text === '' ? [] : [note.text];
    this.#state.report(noteCodes[note.kind], this.#range(note), ...args);
  }

  /** `curl`, its options and its URL. */
  #writeTokens(method: SourceText, url: SourceText, range: TextRange): void {
    const { tokens, lines } = this.#state;
    tokens.writeRange('method', method.range);
    const hasUrl = url.range.offset >= method.range.endOffset;
    const borders = hasUrl
      ? [method.range.endOffset, url.range.offset, url.range.endOffset, range.endOffset]
      : [method.range.endOffset, range.endOffset];
    for (let index = 0; index + 1 < borders.length; index += 1) {
      const [from = 0, to = 0] = borders.slice(index, index + 2);
      const kind = index === 1 ? 'url' : 'curlOption';
      const written = this.#state.source.slice(from, to);
      const start = from + indentOf(written);
      if (written.trim() === '') continue;
      tokens.writeRange(kind, rangeBetween(lines, start, from + written.trimEnd().length));
    }
  }

  #text(part: CurlText): SourceText {
    const range = this.#range(part);
    return { text: part.text, range: this.#find(part.text, range) };
  }

  #range({ offset, endOffset }: CurlText): TextRange {
    return rangeBetween(this.#state.lines, this.#offset + offset, this.#offset + endOffset);
  }

  /** Where a text stands as it is within a range; the whole range where quotes or escapes lie between. */
  #find(text: string, range: TextRange): TextRange {
    const at = this.#state.source.slice(range.offset, range.endOffset).indexOf(text);
    if (text === '' || at === -1) return range;
    const offset = range.offset + at;
    return rangeBetween(this.#state.lines, offset, offset + text.length);
  }
}

/** A form of this language may hold blanks, line ends and comments as its layout; those of a command are sent. */
function exactKind(kind: BodyKind, segments: readonly BodySegment[]): BodyKind {
  const isLaidOut = segments.some(
    (segment) => segment.kind === 'text' && (/\s/.test(segment.text) || isComment(segment.text)),
  );
  return kind === 'form' && isLaidOut ? 'text' : kind;
}
