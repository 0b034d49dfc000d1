import { requestsOf } from '../request-file/requestFile.ts';
import type { Completion } from './completion.ts';
import { dynamicFacts } from './facts/dynamicFacts.ts';
import { scopeAt, type LanguageInput } from './languageInput.ts';
import type { Place } from './place.ts';
import { shownValue, sourceText } from './variableText.ts';

type ReferencePlace = Extract<Place, { at: 'reference' }>;

/** What a reference to an earlier exchange can end in. */
const responseParts = [
  'response.body.$.',
  'response.body.*',
  'response.headers.',
  'response.status',
  'request.headers.',
  'request.body.*',
];

/** Variables with their values, dynamic variables and named requests, for between `{{` and `}}`. */
export function referenceCompletions(input: LanguageInput, place: ReferencePlace): Completion[] {
  const end = place.closed ? '' : '}}';
  const items = [...variables(input, place), ...dynamics(input, place), ...requests(input, place)];
  return items.map((item) => (item.continues ? item : { ...item, insert: item.insert + end }));
}

function variables(input: LanguageInput, { span }: ReferencePlace): Completion[] {
  const scope = scopeAt(input, span.offset);
  if (scope === null) return [];
  return scope.names().map((label) => {
    const variable = scope.find(label);
    return {
      label,
      kind: 'variable',
      insert: escapeSnippet(label),
      span,
      detail: shownValue(input, scope, label) ?? '',
      documentation: variable === undefined ? '' : sourceText(input, variable.source),
    };
  });
}

function dynamics({ translate }: LanguageInput, { span }: ReferencePlace): Completion[] {
  return Object.entries(dynamicFacts).map(([label, { insert, sentence }]) => {
    const documentation = translate(sentence);
    const detail = documentation;
    return { label, kind: 'function', insert: `\\${insert}`, span, detail, documentation };
  });
}

/** `login.response.body.$.`, also of imported files: only names that can be written so, and nothing of the request itself. */
function requests(
  { file, variables: { imports = [] } }: LanguageInput,
  { span }: ReferencePlace,
): Completion[] {
  const others = requestsOf(file).filter(
    ({ range }) => span.offset < range.offset || span.offset > range.endOffset,
  );
  return [...others, ...imports.flatMap(requestsOf)]
    .flatMap(({ name }) => (name !== null && /^[\w-]+$/.test(name.text) ? [name.text] : []))
    .flatMap((name) =>
      responseParts.map((part) => ({
        label: `${name}.${part}`,
        kind: 'request' as const,
        insert: escapeSnippet(`${name}.${part}`),
        span,
        continues: part.endsWith('.'),
      })),
    );
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, String.raw`\$&`);
}
