import type { BlockState } from './blockState.ts';
import { followedBy, readTrivia } from './comment.ts';
import { handlerAt, readHandler } from './handler.ts';
import { readRecordedResponse } from './recordedResponse.ts';
import { isBlank, trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';

/** Reads what follows a body: handlers, comments, a recorded response. Stops before a request without separator. */
export function readTrailer(state: BlockState): void {
  while (!state.done) {
    const hasRequest = state.at > state.from;
    if (hasRequest && followedBy(state, state.at) === 'request') return;
    if (readTrivia(state) || readHandler(state)) continue;
    if (handlerAt(state, state.at) === 'recordedResponse') readRecordedResponse(state);
    else readLostText(state);
  }
}

/** Text behind a handler: nobody sends it. */
function readLostText(state: BlockState): void {
  const first = trimmedRange(state.line);
  let last = first;
  do {
    last = trimmedRange(state.line);
    state.at += 1;
  } while (!state.done && !isBlank(state.line.text) && handlerAt(state, state.at) === null);
  const range = spanOf(first, last);
  state.tokens.writeRange('unknown', range);
  state.report('WB1016', range);
}
