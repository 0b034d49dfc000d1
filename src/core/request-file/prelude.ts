import type { BlockState } from './blockState.ts';
import { readTrivia } from './comment.ts';
import { addHandler, handlerAt, readHandler } from './handler.ts';
import { readRequestLine } from './requestLine.ts';
import { trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';
import { readRecordedResponse } from './recordedResponse.ts';

/** Words other tools begin a line with above a request: imports, protocol files, GraphQL parts. */
const commandLine =
  /^(?:import|run|client|provider|proto|gql|query|mutation|subscription|fragment)[ \t]+\S|^<[ \t@]/;

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
    const { text } = state.line;
    if (commandLine.test(text)) addHandler(state, 'command', paragraphEnd(state));
    else if (readRequestLine(text) !== null) return true;
    else readUnknownLines(state);
  }
  return false;
}

function paragraphEnd(state: BlockState): number {
  let index = state.at + 1;
  const several = !/^(?:import|run|client|provider|proto|<)/.test(state.line.text);
  while (several && index < state.to && state.lineAt(index).text.trim() !== '') index += 1;
  return index;
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
