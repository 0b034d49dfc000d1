import type { BlockState } from './blockState.ts';
import type { Handler, TokenKind } from './requestFile.ts';
import { trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';

const oneLine: readonly (readonly [Handler['kind'], RegExp])[] = [
  ['scriptFile', /^[<>][ \t]+\S+\.(?:js|mjs|cjs|ts|lua)[ \t]*$/],
  ['saveResponse', /^>>!?[ \t]+\S/],
  ['responseFile', /^<>[ \t]+\S/],
  ['assertion', /^\?\?(?:\s|$)/],
];
const scriptOpening = /^[<>][ \t]*\{%/;
const blockOpening =
  /^[ \t]*\{\{(?:@js[ \t]+)?[+@]?(?:request|streaming|response|after|responseLogging)?[ \t]*$/;
const recorded = /^HTTP\/\d(?:\.\d)?[ \t]+\d{3}(?:[ \t]|$)/;

/** What kind of handler begins at this line; `null` for none. `< file.js` is one only above the request. */
export function handlerAt(state: BlockState, index: number): Handler['kind'] | null {
  const { text } = state.lineAt(index);
  if (scriptOpening.test(text) || isScriptBlock(state, index)) return 'script';
  if (recorded.test(text)) return 'recordedResponse';
  if (text.startsWith('< ')) return null;
  return oneLine.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Reads the handler at the current line, if one begins there. A recorded response is left to the caller. */
export function readHandler(state: BlockState): boolean {
  const kind = handlerAt(state, state.at);
  if (kind === null || kind === 'recordedResponse') return false;
  const end = kind === 'script' ? readScriptEnd(state) : state.at + 1;
  addHandler(state, kind, end);
  if (kind === 'script' || kind === 'scriptFile') reportScript(state);
  return true;
}

/** Takes the lines up to `end` as one handler. */
export function addHandler(state: BlockState, kind: Handler['kind'], end: number): void {
  const range = spanOf(trimmedRange(state.line), trimmedRange(state.lineAt(end - 1)));
  const token: TokenKind = kind === 'recordedResponse' ? 'recordedResponse' : 'handler';
  state.tokens.writeRange(token, range);
  state.handlers.push({ kind, range });
  state.at = end;
}

function reportScript(state: BlockState): void {
  const range = state.handlers.at(-1)?.range;
  if (range !== undefined) state.report('WB1017', range);
}

/** Index behind the line that closes the script at the current line. */
function readScriptEnd(state: BlockState): number {
  const closing = scriptOpening.test(state.line.text) ? '%}' : '}}';
  for (let index = state.at; index < state.to; index += 1) {
    const text = state.lineAt(index).text.trimEnd();
    if (closing === '}}' ? text.trimStart() === '}}' : text.endsWith('%}')) return index + 1;
  }
  state.report('WB1015', trimmedRange(state.line), closing);
  return state.to;
}

/** httpYac's script: `{{` and `}}` on lines of their own. Without the second it is text. */
function isScriptBlock(state: BlockState, index: number): boolean {
  if (!blockOpening.test(state.lineAt(index).text) || index >= state.noScriptEndFrom) return false;
  for (let next = index + 1; next < state.to; next += 1) {
    if (state.lineAt(next).text.trim() === '}}') return true;
  }
  state.noScriptEndFrom = index;
  return false;
}
