import type { Handler, RunLine } from '../request-file/handlerNode.ts';
import type { RequestBlock, RequestFile, Token, TokenKind } from '../request-file/requestFile.ts';
import { splitRunTarget } from '../request-file/runTarget.ts';
import { findReferences } from '../variables/reference.ts';
import { handlerTexts } from '../variables/requestTexts.ts';
import type { Span } from './languageInput.ts';

/** A place where a variable or a request is named. */
export interface Occurrence {
  /** `request`: the name of a request, `dynamic`: `$guid` and its kin. */
  of: 'variable' | 'request' | 'dynamic';
  name: string;
  /** The name alone. */
  span: Span;
  isDefinition: boolean;
}

/** Tokens whose text may hold references. */
const withReferences: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'url',
  'headerName',
  'headerValue',
  'bodyText',
  'includePath',
  'stepText',
  'variableValue',
  'directiveValue',
]);
const namingDirectives: ReadonlySet<string> = new Set(['ref', 'force-ref']);

/** All names of a file and where they are used, block by block; `imports` are the files whose requests it may name too. */
export function occurrencesIn(
  file: RequestFile,
  text: string,
  imports: readonly RequestFile[] = [],
): Occurrence[] {
  const blocks = [file, ...imports].flatMap((each) => each.blocks);
  const requests = new Set(blocks.flatMap(({ name }) => (name === null ? [] : [name.text])));
  return file.blocks
    .flatMap((block) => [
      ...definitionsIn(block),
      ...block.handlers.flatMap((handler) => namesInHandler(handler, requests)),
      ...block.tokens.flatMap((token) => referencesIn(token, text, requests)),
    ])
    .toSorted((a, b) => a.span.offset - b.span.offset);
}

/** The name at an offset, if one is there. */
export function occurrenceAt(
  occurrences: readonly Occurrence[],
  offset: number,
): Occurrence | undefined {
  return occurrences.find(({ span }) => span.offset <= offset && offset <= span.endOffset);
}

/** All places of the same name. */
export function sameName(
  occurrences: readonly Occurrence[],
  wanted: Pick<Occurrence, 'of' | 'name'>,
): Occurrence[] {
  return occurrences.filter(({ of, name }) => of === wanted.of && name === wanted.name);
}

function definitionsIn({ name, variables, directives }: RequestBlock): Occurrence[] {
  const request: Occurrence[] =
    name === null
      ? []
      : [{ of: 'request', name: name.text, span: spanOf(name.range), isDefinition: true }];
  const named = directives.flatMap((directive): Occurrence[] => {
    const { value } = directive;
    if (value === null || !namingDirectives.has(directive.name)) return [];
    return [{ of: 'request', name: value.text, span: spanOf(value.range), isDefinition: false }];
  });
  const defined = variables.map((variable): Occurrence => ({
    of: 'variable',
    name: variable.name.text,
    span: spanOf(variable.name.range),
    isDefinition: true,
  }));
  return [...request, ...named, ...defined];
}

/** `run #name (@a={{b}})`: a request of this file or of one that it imports, and what the values refer to. */
function namesInHandler(handler: Handler, requests: ReadonlySet<string>): Occurrence[] {
  const texts = handlerTexts(handler);
  const references = texts.flatMap(({ text, range }) => referencesInText(text, range, requests));
  return [...(handler.kind === 'run' ? runNameIn(handler) : []), ...references];
}

function runNameIn({ target: { text, range } }: RunLine): Occurrence[] {
  const { path, name } = splitRunTarget(text);
  if (path !== null || name === null) return [];
  const span = { offset: range.endOffset - name.length, endOffset: range.endOffset };
  return [{ of: 'request', name, span, isDefinition: false }];
}

function referencesIn(token: Token, text: string, requests: ReadonlySet<string>): Occurrence[] {
  if (!withReferences.has(token.kind)) return [];
  return referencesInText(text.slice(token.offset, token.endOffset), token, requests);
}

function referencesInText(
  source: string,
  { offset: from }: Pick<Span, 'offset'>,
  requests: ReadonlySet<string>,
): Occurrence[] {
  if (!source.includes('{{')) return [];
  return findReferences(source).flatMap(({ start, end, expression }) => {
    const written = source.slice(start, end);
    const word = expression.replace(/^%\s*/, '');
    const offset = from + start + written.indexOf(word, 2);
    return word === '' ? [] : [occurrenceOf(word, offset, requests)];
  });
}

/** `login.response.body.$.id` names the request `login`; a name with dots may also be a variable. */
function occurrenceOf(word: string, offset: number, requests: ReadonlySet<string>): Occurrence {
  const [, dynamic] = /^(\$[\w.]+)/.exec(word) ?? [];
  const [first = word] = word.split('.');
  const isRequest = first !== word && requests.has(first);
  const of = dynamic !== undefined ? 'dynamic' : isRequest ? 'request' : 'variable';
  const name = dynamic ?? (isRequest ? first : word);
  return { of, name, span: { offset, endOffset: offset + name.length }, isDefinition: false };
}

function spanOf({ offset, endOffset }: Span): Span {
  return { offset, endOffset };
}
