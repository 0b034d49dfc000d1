import { diagnosticMessage } from '../request-file/diagnostic.ts';
import { explainExpression, type VariableExplanation } from '../variables/explainVariables.ts';
import type { Variable, VariableSource } from '../variables/variable.ts';
import { dynamicFacts } from './facts/dynamicFacts.ts';
import type { Hover, HoverLine } from './hover.ts';
import { blockAt, scopeAt, type LanguageInput, type Span } from './languageInput.ts';
import { sourceText, writtenValue } from './variableText.ts';

/** What stands between braces: its value, where that comes from, and what it hides. */
export function referenceHover(input: LanguageInput, span: Span, expression: string): Hover | null {
  const block = blockAt(input.file, span.offset);
  if (block === undefined) return null;
  const title = expression.replace(/^%\s*/, '');
  const explanation = explainExpression(title, input.file, block, input.variables);
  const [, ...hidden] = scopeAt(input, span.offset)?.findAll(title) ?? [];
  const lines = [
    ...factLine(input, title),
    valueLine(input, explanation),
    ...sourceLines(input, explanation.source, input.translate('From')),
    ...hidden.flatMap((variable) => hiddenLines(input, variable)),
  ];
  return { span, title, lines };
}

function factLine({ translate }: LanguageInput, title: string): HoverLine[] {
  const fact = dynamicFacts[/^\$[\w.]+/.exec(title)?.[0] ?? ''];
  return fact === undefined ? [] : [{ text: translate(fact.sentence) }];
}

/** A dynamic variable is new at each use: what is shown is an example. */
function valueLine(
  { translate }: LanguageInput,
  { value, dynamic, problem }: VariableExplanation,
): HoverLine {
  if (problem !== null) return { text: diagnosticMessage(problem, translate) };
  if (value === null) return { text: translate('Its value is fetched when the request is sent.') };
  return dynamic ? { text: translate('For example'), code: value } : { code: value };
}

function sourceLines(
  input: LanguageInput,
  source: VariableSource | null,
  word: string,
): HoverLine[] {
  if (source === null) return [];
  const { path, line, setting, origin } = source;
  if (path === null && setting === null && origin !== 'override') return [];
  const text = `${word} ${sourceText(input, source)}`;
  return [path === null || line === null ? { text } : { text, place: { path, line } }];
}

function hiddenLines(input: LanguageInput, variable: Variable): HoverLine[] {
  const lines = sourceLines(input, variable.source, input.translate('Hides'));
  return lines.map((line) => ({ ...line, code: writtenValue(variable) }));
}
