import { diagnosticMessage } from '../core/request-file/diagnostic.ts';
import type { VariableExplanation } from '../core/variables/explainVariables.ts';
import type { VariableSource } from '../core/variables/variable.ts';
import { printable } from './printable.ts';

/** A line for each variable of a request: its value, where it comes from and what it hides. */
export function explanationText(title: string, variables: readonly VariableExplanation[]): string {
  const width = Math.max(...variables.map(({ expression }) => expression.length), 0);
  const lines = variables.map((variable) => {
    const { expression, source, hides } = variable;
    const hidden = hides.length === 0 ? '' : `, hides ${hides.map(placeOf).join(', ')}`;
    const place = source === null ? '' : `  [${placeOf(source)}${hidden}]`;
    return `  ${expression.padEnd(width)}  ${valueOf(variable)}${place}`;
  });
  const none = variables.length === 0 ? ['  no variables'] : [];
  return `${[title, ...none, ...lines].map(printable).join('\n')}\n`;
}

function valueOf({ value, problem, dynamic }: VariableExplanation): string {
  if (problem !== null) return `${problem.code} ${diagnosticMessage(problem)}`;
  if (value === null) return '(fetched when it is sent)';
  return dynamic ? `= ${value} (an example)` : `= ${value}`;
}

/** `environment dev http-client.env.json:3`, `override`, … */
function placeOf({ origin, environment, path, line, setting }: VariableSource): string {
  const place = path === null ? setting : `${path}:${line ?? 1}`;
  return [origin, environment, place].filter((part) => part !== null).join(' ');
}
