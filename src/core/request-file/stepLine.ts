import type { BlockState } from './blockState.ts';
import type { StepKind } from './requestFile.ts';
import { indentOf, trimmedRange, type SourceLine } from './sourceLines.ts';
import type { SourceText, TextRange } from './textRange.ts';

/** What a line `=== …` says. */
export interface StepLine {
  step: StepKind;
  argument: SourceText;
  range: TextRange;
}

const known: ReadonlySet<string> = new Set<StepKind>([
  ...(['send', 'wait-for-server', 'expect', 'capture', 'wait', 'ping', 'pong'] as const),
  ...(['close', 'frame', 'bytes', 'repeat', 'end'] as const),
]);

/** True for a line that separates the steps of a conversation. */
export function isStepLine(text: string): boolean {
  return /^===(?!=)/.test(text);
}

/** Reads the step line at the current line. */
export function readStepLine(state: BlockState): StepLine {
  const { line, tokens } = state;
  tokens.write('stepSeparator', line, 0, 3);
  const start = 3 + indentOf(line.text.slice(3));
  const end = start + withoutComment(line.text.slice(start)).length;
  const word = /^\S*/.exec(line.text.slice(start, end))?.[0] ?? '';
  const argumentStart = start + word.length + indentOf(line.text.slice(start + word.length, end));
  tokens.write('stepText', line, start, start + word.length);
  const argument = tokens.write('stepText', line, Math.min(argumentStart, end), end);
  writeComment(state, line, end);
  state.at += 1;
  const name = word === '' ? 'send' : word.toLowerCase();
  const step = known.has(name) ? (name as StepKind) : 'unknown';
  const range = trimmedRange(line);
  if (step === 'unknown') state.report('WB4001', range, word);
  return { step, argument, range };
}

function writeComment(state: BlockState, line: SourceLine, end: number): void {
  const rest = line.text.slice(end);
  state.tokens.write(
    'comment',
    line,
    end + indentOf(rest),
    Math.max(end, line.text.trimEnd().length),
  );
}

/** Cuts `// …` and `# …` where a blank or nothing stands before and no quotes are open. */
function withoutComment(text: string): string {
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') quoted = !quoted;
    const free = !quoted && (index === 0 || /\s/.test(text.charAt(index - 1)));
    if (free && /^(?:\/\/|#(?:\s|$))/.test(text.slice(index, index + 3))) {
      return text.slice(0, index).trimEnd();
    }
  }
  return text.trimEnd();
}
