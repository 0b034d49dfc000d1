import { isBlank } from './sourceLines.ts';
import type { BlockState } from './blockState.ts';
import { BodyShape } from './bodyShape.ts';
import { contentTraits } from './contentTraits.ts';
import { addHandler } from './addHandler.ts';
import { recordedStatus } from './handler.ts';
import { followedBy } from './comment.ts';

/** Takes a recorded response: the rest of the block, or up to a request that has no separator above it. */
export function readRecordedResponse(state: BlockState): void {
  const shape = new BodyShape(contentTraits(null));
  let inBody = false;
  let index = state.at + 1;
  for (; index < state.to; index += 1) {
    const blank = isBlank(state.lineAt(index - 1).text);
    inBody ||= blank;
    if (blank && shape.isComplete && followedBy(state, index) === 'request') break;
    if (inBody) shape.add(state.lineAt(index).text);
  }
  const status = recordedStatus(state.line.text);
  addHandler(state, { kind: 'recordedResponse', status }, lastWrittenLine(state, index));
  state.at = index;
}

function lastWrittenLine(state: BlockState, end: number): number {
  let index = end;
  while (index > state.at + 1 && isBlank(state.lineAt(index - 1).text)) index -= 1;
  return index;
}
