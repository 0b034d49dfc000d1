import type { Handler, RunLine } from '../request-file/handlerNode.ts';
import type {
  ConversationStep,
  Directive,
  RequestBlock,
  RequestFile,
  Token,
  TokenKind,
} from '../request-file/requestFile.ts';
import { readStepForm } from '../request-file/stepForm.ts';
import { splitRunTarget } from '../request-file/runTarget.ts';
import { partOf, type SourceText } from '../request-file/textRange.ts';
import { findReferences } from '../variables/reference.ts';
import { namesSetBy } from '../variables/scriptedValues.ts';
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
  /** The file that `run file.http #name` looks it up in, as written; `null` is the file that it stands in. */
  inFile: string | null;
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
const promptDirectives: ReadonlySet<string> = new Set(['prompt', 'secret']);

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
      ...namedByDirectives(block),
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

/** What a block gives a name to: its request, variables, prompts, captures, and what its scripts set. */
export function definitionsIn({
  name,
  variables,
  directives,
  request,
  handlers,
}: RequestBlock): Occurrence[] {
  const named = name === null ? [] : [occurrenceFrom('request', name, { isDefinition: true })];
  const defined = [
    ...variables.map((variable) => variable.name),
    ...directives.flatMap(promptedName),
    ...capturedIn({ request }),
    ...handlers.flatMap(namesSetBy).map(({ name: text, offset }) => ({ text, range: { offset } })),
  ];
  return [
    ...named,
    ...defined.map((each) => occurrenceFrom('variable', each, { isDefinition: true })),
  ];
}

function namedByDirectives({ directives }: RequestBlock): Occurrence[] {
  return directives.flatMap((directive): Occurrence[] => {
    const { value } = directive;
    if (value === null || !namingDirectives.has(directive.name)) return [];
    return [occurrenceFrom('request', value)];
  });
}

/** `# @prompt name What is asked`. */
function promptedName({ name: directive, value }: Directive): SourceText[] {
  if (value === null || !promptDirectives.has(directive)) return [];
  const name = /^\S+/.exec(value.text)?.[0];
  return name === undefined ? [] : [partOf(value, 0, name.length)];
}

/** The names that the conversation of a block captures. */
export function capturedIn({ request }: Pick<RequestBlock, 'request'>): SourceText[] {
  return (request?.messages ?? []).flatMap(capturedName);
}

/** `=== capture name = $.path`. */
function capturedName({ step, argument }: ConversationStep): SourceText[] {
  const form = step === 'capture' ? readStepForm(step, argument.text) : null;
  if (form?.step !== 'capture') return [];
  const start = argument.text.indexOf(form.name);
  return [partOf(argument, start, start + form.name.length)];
}

/** `run #name (@a={{b}})`: a request, the variables of it that are given, and what their values refer to. */
function namesInHandler(handler: Handler, requests: ReadonlySet<string>): Occurrence[] {
  const texts = handlerTexts(handler);
  const references = texts.flatMap(({ text, range }) => referencesInText(text, range, requests));
  return [...(handler.kind === 'run' ? namesInRun(handler) : []), ...references];
}

function namesInRun({ target: { text, range }, variables }: RunLine): Occurrence[] {
  const { path: inFile, name } = splitRunTarget(text);
  const given = variables.map((variable) =>
    occurrenceFrom('variable', variable.name, { inFile, isDefinition: true }),
  );
  if (name === null) return given;
  const place = partOf({ text, range }, text.length - name.length, text.length);
  return [occurrenceFrom('request', place, { inFile }), ...given];
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

/** `login.response.body.$.id` and `$xpath:login //id` name the request `login`; a name with dots may also be a variable. */
function occurrenceOf(word: string, offset: number, requests: ReadonlySet<string>): Occurrence {
  const [, reads = '', read] = /^(\$xpath:)([^\s.]+)/.exec(word) ?? [];
  if (read !== undefined) {
    return occurrenceFrom('request', { text: read, range: { offset: offset + reads.length } });
  }
  const [, dynamic] = /^(\$[\w.]+)/.exec(word) ?? [];
  const [first = word] = word.split('.');
  const isRequest = first !== word && requests.has(first);
  const of = dynamic !== undefined ? 'dynamic' : isRequest ? 'request' : 'variable';
  const name = dynamic ?? (isRequest ? first : word);
  const span = { offset, endOffset: offset + name.length };
  return { of, name, span, isDefinition: false, inFile: null };
}

function occurrenceFrom(
  of: Occurrence['of'],
  { text: name, range: { offset } }: { text: string; range: Pick<Span, 'offset'> },
  { isDefinition = false, inFile = null }: Partial<Occurrence> = {},
): Occurrence {
  const span = { offset, endOffset: offset + name.length };
  return { of, name, span, isDefinition, inFile };
}
