import type { BlockState } from './blockState.ts';
import { codeAt, indentOf, rangeInLine } from './sourceLines.ts';
import { spanOf } from './textRange.ts';

/** True for `@name = value` at the start of a line. */
export function isVariableLine(text: string): boolean {
  return codeAt(text, indentOf(text)) === 0x40;
}

/** Reads `@name = value`, `@name value`, `@name := value`, httpYac's `@name: value`, `@global.name = value`. */
export function readVariable(state: BlockState): void {
  const { line } = state;
  const at = line.text.indexOf('@');
  const nameEnd = at + 1 + (/^[^\s=:]*/.exec(line.text.slice(at + 1))?.[0].length ?? 0);
  const lead = /^\s*(:?=|:)?\s*/.exec(line.text.slice(nameEnd));
  const operator = lead?.[1];
  const valueStart = nameEnd + (lead?.[0].length ?? 0);
  const valueEnd = Math.max(valueStart, line.text.trimEnd().length);
  state.at += 1;
  if (nameEnd === at + 1) {
    state.tokens.write('unknown', line, at, Math.max(valueEnd, at + 1));
    state.report('WB2003', rangeInLine(line, at, Math.max(valueEnd, at + 1)));
    return;
  }
  state.tokens.write('variableName', line, at, nameEnd);
  if (operator !== undefined) {
    const operatorStart = line.text.indexOf(operator, nameEnd);
    state.tokens.write('variableOperator', line, operatorStart, operatorStart + operator.length);
  }
  const value = state.tokens.write('variableValue', line, valueStart, valueEnd);
  const nameStart = at + 1 + (line.text.startsWith('global.', at + 1) ? 'global.'.length : 0);
  const name = {
    text: line.text.slice(nameStart, nameEnd),
    range: rangeInLine(line, nameStart, nameEnd),
  };
  const range = spanOf(rangeInLine(line, at, nameEnd), value.range);
  state.variables.push({
    name,
    value,
    cooked: cook(value.text),
    lazy: operator?.startsWith(':') === true,
    range,
  });
}

const escapes: Record<string, string> = { '\\n': '\n', '\\r': '\r', '\\t': '\t' };

function cook(value: string): string {
  const quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  const inner = quoted ? value.slice(1, -1) : value;
  return inner.replace(/\\[nrt]/g, (escape) => escapes[escape] ?? escape);
}
