import type { BlockState } from './blockState.ts';
import { followedBy, isLineComment, readTrivia } from './comment.ts';
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

/**
 * True where only handlers, comments and blank lines follow from the current line on; each is looked at once.
 * In Markdown a line that begins with `#` is no comment but text.
 */
export function isTrailer(state: BlockState, isMarkdown: boolean): boolean {
  if (state.at < state.textUntil) return false;
  for (let index = state.at; index < state.to; index += 1) {
    const { text } = state.lineAt(index);
    const kind = handlerAt(state, index);
    if (kind === 'script' || kind === 'recordedResponse') return true;
    if (kind === null && !isBlank(text) && (isMarkdown || !isLineComment(text))) {
      state.textUntil = index;
      return false;
    }
  }
  return true;
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
