import type { BlockState } from './blockState.ts';
import { readTrivia } from './comment.ts';
import { readCommand } from './commandLine.ts';
import { handlerAt, readHandler } from './handler.ts';
import { readRequestLine, type RequestLineParts } from './requestLine.ts';
import { isBlank, trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';
import { readRecordedResponse } from './recordedResponse.ts';

/**
 * Reads what stands above the request line: comments, directives, variables, scripts, other tools' commands.
 * Gives the parts of the request line that it comes to, `null` where there is none.
 */
export function readPrelude(state: BlockState): RequestLineParts | null {
  while (!state.done) {
    if (readTrivia(state)) continue;
    const handler = handlerAt(state, state.at);
    if (handler === 'recordedResponse') {
      readRecordedResponse(state);
      return null;
    }
    if (handler !== null ? readHandler(state) : readCommand(state)) continue;
    const line = readRequestLine(state.line.text);
    if (line !== null) return line;
    readUnknownLines(state);
  }
  return null;
}

/** Takes lines that nobody understands, up to the next empty one or request line, as one. */
function readUnknownLines(state: BlockState): void {
  const first = trimmedRange(state.line);
  let last = first;
  do {
    last = trimmedRange(state.line);
    state.at += 1;
  } while (!state.done && !isBlank(state.line.text) && readRequestLine(state.line.text) === null);
  const range = spanOf(first, last);
  state.tokens.writeRange('unknown', range);
  state.report('WB1001', range);
}
