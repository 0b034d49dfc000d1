import { pieceOf } from './assertionLine.ts';
import type { BlockState } from './blockState.ts';
import { pushHandler } from './addHandler.ts';
import type { HeaderLine } from './requestFile.ts';
import { indentOf, rangeInLine, trimmedLength, trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';

/** `field-name` (RFC 9110 §5.1) with references to variables in it; a pseudo header may begin with a colon. */
/** The one that was found last: the same headers often stand in each request. */
let lastName = '';

const headerName = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]|\{\{[^{}]*\}\})+$/;

/**
 * Reads the header at the current line. False when the line is the first of a body: it begins like JSON, XML, a file
 * or a separator, or it is a message of a conversation.
 */
export function readHeader(
  state: BlockState,
  headers: HeaderLine[],
  conversation: boolean,
): boolean {
  const { line } = state;
  const colon = colonIndex(line.text);
  const name = line.text.slice(0, Math.max(0, colon)).trim();
  const valid = colon !== -1 && isHeaderName(name);
  if (!valid && beginsBody(line.text, conversation)) return false;
  const previous = headers.at(-1);
  if (!valid && previous !== undefined && /^\s/.test(line.text)) foldInto(state, previous);
  else if (colon === -1) headers.push(...readNameAlone(state));
  else {
    if (!valid) state.report('WB1006', rangeInLine(line, 0, Math.max(1, colon)), name || ':');
    headers.push(writeHeader(state, colon, conversation));
  }
  return true;
}

/** `...name`, also with a comma behind it: httpYac's object of headers, which has no value here. */
export function readHeaderSpread(state: BlockState, headersAbove: number): void {
  const { line } = state;
  const range = trimmedRange(line);
  state.tokens.writeRange('unknown', range);
  const start = line.text.indexOf('...') + '...'.length;
  const nothing = { text: '', range: rangeInLine(line, start, start) };
  const length = trimmedLength(line.text);
  const end = line.text.endsWith(',', length) ? length - 1 : length;
  const name = pieceOf(line, start, end) ?? nothing;
  pushHandler(state, { kind: 'headerSpread', name, headersAbove }, range);
  state.at += 1;
}

function writeHeader(state: BlockState, colon: number, conversation: boolean): HeaderLine {
  const { line, tokens } = state;
  const nameStart = Math.min(indentOf(line.text), colon);
  const nameEnd = Math.max(nameStart, trimmedLength(line.text.slice(0, colon)));
  const name = tokens.write('headerName', line, nameStart, nameEnd);
  tokens.mark('headerColon', line, colon, colon + 1);
  const start = colon + 1 + indentOf(line.text, colon + 1);
  const end = Math.max(start, trimmedLength(line.text));
  const commentLength =
    conversation && name.text.toLowerCase() === 'content-type'
      ? trailingCommentLength(line.text.slice(start, end))
      : 0;
  const value = tokens.write('headerValue', line, start, end - commentLength);
  if (commentLength > 0) {
    const text = line.text.slice(end - commentLength, end);
    tokens.write('comment', line, end - commentLength + indentOf(text), end);
  }
  state.at += 1;
  return { name, value, range: spanOf(name.range, value.range) };
}

function trailingCommentLength(value: string): number {
  const start = /\s\/\//.exec(value)?.index;
  return start === undefined ? 0 : value.length - value.slice(0, start).trimEnd().length;
}

/** A header value over several lines (RFC 9110 §5.5, obs-fold): joined by one blank. */
function foldInto(state: BlockState, header: HeaderLine): void {
  const range = trimmedRange(state.line);
  state.tokens.writeRange('headerValue', range);
  header.value = {
    text: `${header.value.text} ${state.line.text.trim()}`.trimStart(),
    range: spanOf(header.value.range, range),
  };
  header.range = spanOf(header.range, range);
  state.at += 1;
}

/** A name without a colon is a header with an empty value, as in REST Client; any other text is an error. */
function readNameAlone(state: BlockState): HeaderLine[] {
  const { line, tokens } = state;
  const range = trimmedRange(line);
  const text = line.text.trim();
  const isName = isHeaderName(text);
  state.report(isName ? 'WB1023' : 'WB1005', range, text);
  state.at += 1;
  if (!isName) tokens.writeRange('unknown', range);
  if (!isName) return [];
  const name = tokens.write('headerName', line, indentOf(line.text), trimmedLength(line.text));
  const end = rangeInLine(line, line.text.length, line.text.length);
  return [{ name, value: { text: '', range: end }, range }];
}

/** The colon that ends the name; colons inside `{{ }}` do not count. */
function colonIndex(text: string): number {
  const first = text.indexOf(':');
  const braces = text.indexOf('{{');
  if (braces === -1 || first < braces) return first;
  let index = braces;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 0x7b && text.startsWith('{{', index)) {
      const end = text.indexOf('}}', index);
      if (end === -1) return text.indexOf(':', index);
      index = end + 2;
    } else if (code === 0x3a) return index;
    else index += 1;
  }
  return -1;
}

function beginsBody(text: string, conversation: boolean): boolean {
  if (conversation || text.startsWith('===')) return true;
  return /^\s*[{[<]/.test(text) && !isIndentedReference(text);
}

/** Begins with a variable, which no JSON does: such a line continues the one above, as any other that is indented. */
export function isIndentedReference(text: string): boolean {
  return /^\s+\{\{[^{}]+\}\}/.test(text);
}

function isHeaderName(text: string): boolean {
  if (text === lastName && text !== '') return true;
  if (!headerName.test(text)) return false;
  lastName = text;
  return true;
}
