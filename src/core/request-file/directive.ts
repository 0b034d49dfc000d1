import type { BlockState } from './blockState.ts';
import {
  activeDirectives,
  alternativeTo,
  canonicalDirectiveName,
  isFulfilled,
} from './directiveCatalogue.ts';
import type { Directive } from './requestFile.ts';
import { indentOf, trimmedLength, trimmedRange, type SourceLine } from './sourceLines.ts';
import { spanOf, type SourceText } from './textRange.ts';

/** Writes the tokens of a comment line and keeps the directive in it, if there is one. */
export function readDirective(state: BlockState, line: SourceLine): void {
  const start = directiveStart(line.text);
  if (start === -1) {
    state.tokens.writeRange('comment', trimmedRange(line));
    return;
  }
  const keyEnd = endOfKey(line.text, start);
  const lead = line.text.slice(0, start);
  state.tokens.mark('comment', line, indentOf(lead), trimmedLength(lead));
  const key = state.tokens.write('directiveKey', line, start, keyEnd);
  const value = readValue(state, line, keyEnd);
  const name = canonicalDirectiveName(key.text.slice(1));
  const directive = { name, key, value, range: value ? spanOf(key.range, value.range) : key.range };
  checkDirective(state, directive);
  state.directives.push(directive);
}

const directiveSign = /^\s*(?:#+|\/\/+)\s*@[A-Za-z]/;

/** Index of the `@` of `# @name` or `// @name`; -1 in any other comment. */
function directiveStart(text: string): number {
  const start = text.indexOf('@');
  return start !== -1 && directiveSign.test(text) ? start : -1;
}

const keyCharacters = /[^\s=]*/y;

function endOfKey(text: string, start: number): number {
  keyCharacters.lastIndex = start;
  keyCharacters.test(text);
  return keyCharacters.lastIndex;
}

function readValue(state: BlockState, line: SourceLine, keyEnd: number): SourceText | null {
  let start = keyEnd + indentOf(line.text, keyEnd);
  if (line.text.startsWith('=', start)) {
    state.tokens.mark('variableOperator', line, start, start + 1);
    start += 1 + indentOf(line.text, start + 1);
  }
  const end = Math.max(start, trimmedLength(line.text));
  const quoted = end - start >= 2 && line.text[start] === '"' && line.text[end - 1] === '"';
  if (!quoted) return writeValue(state, line, start, end);
  state.tokens.mark('variableOperator', line, start, start + 1);
  const value = writeValue(state, line, start + 1, end - 1);
  state.tokens.mark('variableOperator', line, end - 1, end);
  return value;
}

function writeValue(
  state: BlockState,
  line: SourceLine,
  start: number,
  end: number,
): SourceText | null {
  return end > start ? state.tokens.write('directiveValue', line, start, end) : null;
}

function checkDirective(state: BlockState, directive: Directive): void {
  const rule = activeDirectives.get(directive.name);
  const value = directive.value?.text ?? '';
  if (rule === undefined) {
    if (!isFulfilled(directive.name)) reportIdle(state, directive);
  } else if (rule.ignores?.(value) === true) {
    state.report('WB1020', directive.range, directive.name);
  } else if (!value.includes('{{') && !rule.accepts(value)) {
    const shown = rule.shown?.(value) ?? value;
    state.report('WB1011', directive.range, directive.name, shown, rule.expected);
  } else if (rule.takesDuration === true && /^[\d.]+$/.test(value) && !isOfCurl(directive)) {
    state.report('WB1010', directive.range, value);
  }
}

/** Options of curl take seconds without a unit. */
function isOfCurl({ key }: Directive): boolean {
  return key.text.includes('curl');
}

function reportIdle(state: BlockState, { name, range }: Directive): void {
  const alternative = alternativeTo(name);
  if (alternative === null) state.report('WB1009', range, name);
  else if (alternative === '') state.report('WB1020', range, name);
  else state.report('WB1024', range, name, alternative);
}
