import type { Variable } from '../variables/variable.ts';
import { dynamicFacts } from './facts/dynamicFacts.ts';
import type { Hover, HoverLine } from './hover.ts';
import { scopeAt, type LanguageInput, type Span } from './languageInput.ts';
import { shownValue, sourceText, writtenValue } from './variableText.ts';

/** What stands between braces: its value, where that comes from, and what it hides. */
export function referenceHover(input: LanguageInput, span: Span, expression: string): Hover | null {
  const scope = scopeAt(input, span.offset);
  if (scope === null) return null;
  const title = expression.replace(/^%\s*/, '');
  const [winner, ...hidden] = scope.findAll(title);
  const value = shownValue(input, scope, expression);
  const lines =
    winner === undefined
      ? dynamicLines(input, title, value)
      : [
          ...valueLine(input, value),
          sourceLine(input, winner, input.translate('From')),
          ...hidden.map((variable) => hiddenLine(input, variable)),
        ];
  return { span, title, lines };
}

function valueLine({ translate }: LanguageInput, value: string | null): HoverLine[] {
  return [value === null ? { text: translate('It has no value here.') } : { code: value }];
}

function sourceLine(input: LanguageInput, variable: Variable, word: string): HoverLine {
  const { path, line } = variable.source;
  const text = `${word} ${sourceText(input, variable)}`;
  return path === null || line === null ? { text } : { text, place: { path, line } };
}

function hiddenLine(input: LanguageInput, variable: Variable): HoverLine {
  return { ...sourceLine(input, variable, input.translate('Hides')), code: writtenValue(variable) };
}

/** A dynamic variable is new at each use: what is shown is an example. */
function dynamicLines(
  { translate }: LanguageInput,
  title: string,
  value: string | null,
): HoverLine[] {
  const fact = dynamicFacts[/^\$[\w.]+/.exec(title)?.[0] ?? ''];
  const lines: HoverLine[] = fact === undefined ? [] : [{ text: translate(fact.sentence) }];
  if (value !== null) return [...lines, { text: translate('For example'), code: value }];
  return lines.length > 0 ? lines : [{ text: translate('It has no value here.') }];
}
