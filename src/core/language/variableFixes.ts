import type { Diagnostic } from '../request-file/diagnostic.ts';
import type { DiagnosticCode } from '../request-file/diagnosticCatalogue.ts';
import type { RequestBlock } from '../request-file/requestFile.ts';
import { bodyFileCandidates } from '../runner/bodyFile.ts';
import { dynamicFacts } from './facts/dynamicFacts.ts';
import { blockAt, scopeAt, type LanguageInput } from './languageInput.ts';
import { nearest } from './nearest.ts';
import type { Fixer, QuickFix } from './quickFix.ts';
import { replaceWith } from './syntaxFixes.ts';
import { insertion, lineBreakOf } from './textChange.ts';

/** Fixes of WB2xxx and WB3xxx. */
export const variableFixes: Partial<Record<DiagnosticCode, Fixer>> = {
  WB2001: valueFixes,
  WB2022: spellingFixes,
  WB2019: patternFixes,
  WB3001: ({ file, translate }, { args }) => {
    const [path = ''] = args;
    const [newFile] = bodyFileCandidates(path, file.path, null);
    if (newFile === undefined) return [];
    const title = translate('Make the file {0}', path);
    return [{ title, changes: [], newFile, preferred: true }];
  },
  WB3004: ({ translate }) => [
    { title: translate('Choose an environment'), changes: [], choose: 'environment' },
  ],
};

/** Another spelling that has a value, or a definition. */
function valueFixes(input: LanguageInput, problem: Diagnostic): QuickFix[] {
  const [name = ''] = problem.args;
  const defined = definition(input, problem.range.offset, name);
  return [...spellingFixes(input, problem), defined, ...environmentEntry(input, name)];
}

function spellingFixes(input: LanguageInput, { range, args }: Diagnostic): QuickFix[] {
  const [name = ''] = args;
  const names = [...(scopeAt(input, range.offset)?.names() ?? []), ...Object.keys(dynamicFacts)];
  const written = input.text.slice(range.offset, range.endOffset);
  const offset = range.offset + written.lastIndexOf(name);
  const span = { offset, endOffset: offset + name.length };
  return nearest(name, names, 2).map((known) => replaceWith(input, span, known));
}

/** The same date in the tokens of Day.js. */
function patternFixes(input: LanguageInput, { range, args }: Diagnostic): QuickFix[] {
  const [pattern = ''] = args;
  const written = /["'](.*)["']/.exec(input.text.slice(range.offset, range.endOffset));
  if (written === null) return [];
  const offset = range.offset + written.index + 1;
  const span = { offset, endOffset: offset + (written[1] ?? '').length };
  return [{ ...replaceWith(input, span, pattern), preferred: true }];
}

/** In the nearest public environment file that has the chosen environment. */
function environmentEntry({ variables, translate }: LanguageInput, name: string): QuickFix[] {
  const { environment, environments } = variables;
  const file = environments.files.find(
    ({ kind, environments: names }) => kind === 'public' && names.has(environment ?? ''),
  );
  if (environment === null || file === undefined) return [];
  const title = translate('Define {0} in the environment {1}', name, environment);
  return [{ title, changes: [], environmentEntry: { path: file.path, environment, name } }];
}

/** `@name = ` above the request, below the variables that stand there. */
function definition({ file, text, translate }: LanguageInput, at: number, name: string): QuickFix {
  const block = blockAt(file, at);
  const offset = block === undefined ? 0 : placeOfDefinition(block);
  const atStart = offset === 0 || /[\r\n]$/.test(text.slice(0, offset));
  const line = `@${name} = `;
  const lineBreak = lineBreakOf(text);
  const change = insertion(offset, atStart ? line + lineBreak : lineBreak + line);
  return { title: translate('Define {0} in this file', name), changes: [change] };
}

function placeOfDefinition({ variables, request, range }: RequestBlock): number {
  const above = variables.findLast(
    (variable) => request === null || variable.range.offset < request.lineRange.offset,
  );
  return above?.range.endOffset ?? request?.lineRange.offset ?? range.offset;
}
