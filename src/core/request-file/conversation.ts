import type { BlockState } from './blockState.ts';
import type { BodySegment, ConversationStep, StepKind } from './requestFile.ts';
import { rangeOfSegments } from './segmentReader.ts';
import type { StepLine } from './stepLine.ts';
import { spanOf, type TextRange } from './textRange.ts';

/** Steps that the text below them belongs to; below any other step it is a message to send. */
const owners: ReadonlySet<StepKind> = new Set(['send', 'expect', 'frame', 'bytes', 'unknown']);

/** Adds the step of a line, and the message below it where that is a step of its own. */
export function addStep(
  steps: ConversationStep[],
  line: StepLine | null,
  segments: BodySegment[],
): void {
  const below = rangeOfSegments(segments);
  if (line !== null && owners.has(line.step)) {
    const empty = line.step === 'send' && line.argument.text === '' && below === null;
    const bare = line.range.endOffset - line.range.offset === '==='.length;
    if (empty && bare) return;
    const range = below === null ? line.range : spanOf(line.range, below);
    steps.push({ step: line.step, argument: line.argument, segments, range });
    return;
  }
  if (line !== null) steps.push({ ...line, segments: [] });
  if (below === null) return;
  steps.push({ step: 'send', argument: emptyAt(below), segments, range: below });
}

/** Reports `=== repeat` without `=== end` and the reverse. */
export function checkPairs(state: BlockState, steps: readonly ConversationStep[]): void {
  const open: ConversationStep[] = [];
  for (const step of steps) {
    if (step.step === 'repeat') open.push(step);
    if (step.step === 'end' && open.pop() === undefined) {
      state.report('WB4005', step.range, 'end');
    }
  }
  for (const step of open) state.report('WB4005', step.range, 'repeat');
}

function emptyAt(range: TextRange): { text: string; range: TextRange } {
  const { offset, line, column } = range;
  const empty = { offset, endOffset: offset, line, column, endLine: line, endColumn: column };
  return { text: '', range: empty };
}
