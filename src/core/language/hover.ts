import type { RequestFile, Token } from '../request-file/requestFile.ts';
import { canonicalDirectiveName } from '../request-file/directiveCatalogue.ts';
import { parseDuration } from '../request-file/duration.ts';
import { findReferences } from '../variables/reference.ts';
import { closeCodeFact } from './facts/closeCodeFacts.ts';
import { directiveFacts } from './facts/directiveFacts.ts';
import type { Fact } from './facts/fact.ts';
import { headerFacts } from './facts/headerFacts.ts';
import { methodFacts } from './facts/methodFacts.ts';
import { statusFact } from './facts/statusFacts.ts';
import { stepFacts } from './facts/stepFacts.ts';
import { blockAt, type LanguageInput, type Span } from './languageInput.ts';
import { referenceHover } from './referenceHover.ts';

/** A paragraph of a hover; what stands in `code` is shown as it is, `place` is a file and line to go to. */
export interface HoverLine {
  text?: string;
  code?: string;
  place?: { path: string; line: number };
}

/** What there is to say about a stretch of the text. */
export interface Hover {
  span: Span;
  title: string;
  lines: HoverLine[];
}

/** What there is to say at an offset; `null` for nothing. */
export function hoverAt(input: LanguageInput, offset: number): Hover | null {
  const token = tokenAt(input.file, offset);
  if (token === undefined) return null;
  const line = lineAround(input.text, offset);
  const reference = findReferences(line.text).find(
    ({ start, end }) => line.offset + start <= offset && offset < line.offset + end,
  );
  if (reference !== undefined) {
    const span = { offset: line.offset + reference.start, endOffset: line.offset + reference.end };
    return referenceHover(input, span, reference.expression);
  }
  return tokenHover(input, token, line, offset);
}

function tokenAt(file: RequestFile, offset: number): Token | undefined {
  return blockAt(file, offset)?.tokens.find(
    (token) => token.offset <= offset && offset < token.endOffset,
  );
}

/** A line and where it begins. */
interface Line {
  offset: number;
  text: string;
}

function lineAround(text: string, at: number): Line {
  const offset = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  return { offset, text: /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '' };
}

function tokenHover(input: LanguageInput, token: Token, line: Line, at: number): Hover | null {
  const text = input.text.slice(token.offset, token.endOffset);
  switch (token.kind) {
    case 'method':
      return factHover(input, token, text.toUpperCase(), methodFacts[text.toUpperCase()]);
    case 'headerName':
      return headerHover(input, token, text);
    case 'directiveKey':
    case 'directiveValue':
      return directiveHover(input, token, line);
    case 'stepText':
      return stepHover(input, token, line, at);
    case 'recordedResponse':
    case 'handler':
      return statusHover(input, line, at);
    default:
      return null;
  }
}

function headerHover(input: LanguageInput, span: Span, text: string): Hover | null {
  const wanted = text.toLowerCase();
  const name = Object.keys(headerFacts).find((known) => known.toLowerCase() === wanted);
  return name === undefined ? null : factHover(input, span, name, headerFacts[name]);
}

function factHover(
  { translate }: LanguageInput,
  { offset, endOffset }: Span,
  title: string,
  fact: Fact | undefined,
): Hover | null {
  if (fact === undefined) return null;
  const [sentence, specification] = fact;
  const lines = [{ text: translate(sentence) }, { text: specification }];
  return { span: { offset, endOffset }, title, lines };
}

function directiveHover(input: LanguageInput, token: Token, { text }: Line): Hover | null {
  const [, key = '', value = ''] = /@([\w-]+)\s*=?\s*(.*?)\s*$/.exec(text) ?? [];
  const name = canonicalDirectiveName(key);
  const fact = directiveFacts[name];
  if (fact === undefined) return null;
  const { translate } = input;
  const isTime = /timeout|linger|sleep|every|delay/.test(name);
  const duration = isTime ? durationLine(input, value) : [];
  const lines = [{ text: translate(fact.sentence) }, ...duration];
  return { span: spanOfToken(token), title: `@${name}`, lines };
}

/** `5` → `5 s = 5000 ms`. */
function durationLine({ translate }: LanguageInput, value: string): HoverLine[] {
  const duration = parseDuration(value);
  if (duration === null) return [];
  const resolved = `${value}${duration.bare ? ' s' : ''} = ${duration.milliseconds} ms`;
  return duration.bare
    ? [{ code: resolved, text: translate('A bare number means seconds.') }]
    : [{ code: resolved }];
}

function stepHover(input: LanguageInput, token: Token, line: Line, at: number): Hover | null {
  const { translate } = input;
  const code = wordAround(line, at, /\b\d{4}\b/g);
  if (code !== null && /^===\s*(?:close|expect\s+close)\b/.test(line.text)) {
    return factHover(input, code.span, code.text, closeCodeFact(Number(code.text)));
  }
  const name = /^===\s*([\w-]+)/.exec(line.text)?.[1]?.toLowerCase() ?? 'send';
  const fact = stepFacts[name];
  if (fact === undefined) return null;
  const time = /\d+(?:\.\d+)?\s*(?:ms|s|min|m|h)\b/.exec(line.text)?.[0] ?? '';
  const lines = [{ text: translate(fact.sentence) }, ...durationLine(input, time)];
  return { span: spanOfToken(token), title: `=== ${name}`, lines };
}

function statusHover(input: LanguageInput, line: Line, at: number): Hover | null {
  if (!/^(?:HTTP\/\S+\s|\?\?\s*status\b)/.test(line.text)) return null;
  const code = wordAround(line, at, /\b\d{3}\b/g);
  const known = code === null ? undefined : statusFact(code.text);
  return code === null || known === undefined
    ? null
    : factHover(input, code.span, known.title, known.fact);
}

function wordAround(line: Line, at: number, word: RegExp): { text: string; span: Span } | null {
  for (const match of line.text.matchAll(word)) {
    const offset = line.offset + match.index;
    const endOffset = offset + match[0].length;
    if (offset <= at && at < endOffset) return { text: match[0], span: { offset, endOffset } };
  }
  return null;
}

function spanOfToken({ offset, endOffset }: Token): Span {
  return { offset, endOffset };
}
