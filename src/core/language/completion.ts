import { activeDirectives } from '../request-file/directiveCatalogue.ts';
import { closeCodeFact, closeCodes } from './facts/closeCodeFacts.ts';
import { directiveFacts } from './facts/directiveFacts.ts';
import { headerFacts, responseOnlyHeaders, usualHeaders } from './facts/headerFacts.ts';
import { headerValues } from './facts/headerValues.ts';
import { methodFacts } from './facts/methodFacts.ts';
import { stepFacts } from './facts/stepFacts.ts';
import type { LanguageInput, Span } from './languageInput.ts';
import { placeAt, type Place } from './place.ts';
import { referenceCompletions } from './referenceCompletion.ts';

/** What kind of thing is offered: editors show an icon for it. */
export type CompletionKind =
  'method' | 'header' | 'value' | 'directive' | 'variable' | 'function' | 'request' | 'step';

/** One thing that can be written at the cursor. */
export interface Completion {
  label: string;
  kind: CompletionKind;
  /** Snippet syntax: `${1:word}`, `$1`. */
  insert: string;
  /** Replaced by `insert`; begins at or before the cursor and lies within its line. */
  span: Span;
  /** A few words beside the label. */
  detail?: string;
  /** Sentences about it, in the user's language; plain text. */
  documentation?: string;
  /** What comes next can be completed too. */
  continues?: boolean;
}

/** The completions at an offset, in the order to show them; files are offered by `filePathAt`. */
export function completionsAt(input: LanguageInput, offset: number): Completion[] {
  const place = placeAt(input.file, input.text, offset);
  return place === null ? [] : completionsOf(input, place);
}

/** The file path that is being written at an offset behind `<`; `null` where none is. */
export function filePathAt(
  { file, text }: Pick<LanguageInput, 'file' | 'text'>,
  offset: number,
): Extract<Place, { at: 'filePath' }> | null {
  const place = placeAt(file, text, offset);
  return place?.at === 'filePath' ? place : null;
}

function completionsOf(input: LanguageInput, place: Place): Completion[] {
  switch (place.at) {
    case 'reference':
      return referenceCompletions(input, place);
    case 'directive':
      return directives(input, place.span);
    case 'directiveValue':
      return values(directiveFacts[place.name]?.values ?? [], place.span);
    case 'requestLine':
      return methods(input, place.span);
    case 'httpVersion':
      return values(['HTTP/1.1', 'HTTP/2', 'HTTP/2 (Prior Knowledge)'], place.span);
    case 'headerName':
      return headers(input, place);
    case 'headerValue':
      return values(headerValues[place.name] ?? [], place.span);
    case 'step':
      return steps(input, place.span);
    case 'stepArgument':
      return stepArguments(input, place);
    case 'filePath':
      return [];
  }
}

function methods({ translate }: LanguageInput, span: Span): Completion[] {
  return Object.entries(methodFacts).map(([label, [sentence, detail]]) => {
    const documentation = translate(sentence);
    return { label, kind: 'method', insert: `${label} `, span, detail, documentation };
  });
}

function headers(
  { translate }: LanguageInput,
  { span, hasColon }: Extract<Place, { at: 'headerName' }>,
): Completion[] {
  const names = new Set([...usualHeaders, ...Object.keys(headerFacts)]);
  return [...names]
    .filter((name) => !responseOnlyHeaders.has(name))
    .map((label) => ({ label, fact: headerFacts[label] ?? ['', ''] }))
    .map(({ label, fact: [sentence, detail] }) => ({
      label,
      kind: 'header',
      insert: hasColon ? label : `${label}: `,
      span,
      detail,
      documentation: translate(sentence),
      continues: !hasColon && headerValues[label.toLowerCase()] !== undefined,
    }));
}

function directives({ translate }: LanguageInput, span: Span): Completion[] {
  return [...activeDirectives.keys()].map((label) => {
    const fact = directiveFacts[label];
    return {
      label,
      kind: 'directive',
      insert: takesValue(label) ? `${label} ` : label,
      span,
      documentation: fact === undefined ? '' : translate(fact.sentence),
      continues: (fact?.values.length ?? 0) > 0,
    };
  });
}

/** A directive that is checked takes a value, and so do those that name something. */
function takesValue(directive: string): boolean {
  const expectsMore = activeDirectives.get(directive)?.accepts('') === false;
  const offered = (directiveFacts[directive]?.values.length ?? 0) > 0;
  return expectsMore || offered || ['name', 'title', 'note', 'ref', 'import'].includes(directive);
}

function steps({ translate }: LanguageInput, span: Span): Completion[] {
  return Object.entries(stepFacts).map(([label, { insert, sentence }]) => {
    const documentation = translate(sentence);
    return { label, kind: 'step', insert, span, detail: documentation, documentation };
  });
}

function stepArguments(
  { translate }: LanguageInput,
  { name, span }: Extract<Place, { at: 'stepArgument' }>,
): Completion[] {
  if (name !== 'close') return values(stepFacts[name]?.values ?? [], span);
  return closeCodes.map((code) => {
    const [sentence] = closeCodeFact(code);
    const documentation = translate(sentence);
    const label = String(code);
    return { label, kind: 'value', insert: label, span, detail: documentation, documentation };
  });
}

function values(inserts: readonly string[], span: Span): Completion[] {
  return inserts.map((insert) => ({ label: plainText(insert), kind: 'value', insert, span }));
}

/** A snippet without its placeholders. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\}/g, '$1')
    .replaceAll('\\$', '$');
}
