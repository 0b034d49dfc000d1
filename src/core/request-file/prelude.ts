import type { BlockState } from './blockState.ts';
import { readTrivia } from './comment.ts';
import { readCommand } from './commandLine.ts';
import { handlerAt, readHandler } from './handler.ts';
import { readRequestLine } from './requestLine.ts';
import { trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';
import { readRecordedResponse } from './recordedResponse.ts';

/**
 * Reads what stands above the request line: comments, directives, variables, scripts, other tools' commands.
 * True when it comes to a request line.
 */
export function readPrelude(state: BlockState): boolean {
  while (!state.done) {
    if (readTrivia(state) || readHandler(state)) continue;
    if (handlerAt(state, state.at) === 'recordedResponse') {
      readRecordedResponse(state);
      return false;
    }
    if (readCommand(state)) continue;
    if (readRequestLine(state.line.text) !== null) return true;
    readUnknownLines(state);
  }
  return false;
}

/** Takes lines that nobody understands, up to the next empty one or request line, as one. */
function readUnknownLines(state: BlockState): void {
  const first = trimmedRange(state.line);
  let last = first;
  do {
    last = trimmedRange(state.line);
    state.at += 1;
  } while (
    !state.done &&
    state.line.text.trim() !== '' &&
    readRequestLine(state.line.text) === null
  );
  const range = spanOf(first, last);
  state.tokens.writeRange('unknown', range);
  state.report('WB1001', range);
}
