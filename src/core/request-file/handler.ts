import { isAssertion, pieceOf, readAssertion } from './assertionLine.ts';
import { addHandler, type HandlerContent } from './addHandler.ts';
import type { BlockState } from './blockState.ts';
import { isRunnable } from './handlerNode.ts';
import type { Handler } from './handlerNode.ts';
import { isScriptOpening, isScriptBlock, readScript } from './script.ts';
import { indentOf, rangeInLine, type SourceLine } from './sourceLines.ts';
import type { SourceText } from './textRange.ts';

/** A path that is indented or holds blanks is told from quoted text by how it begins. */
const scriptFile = /^(?:[ \t]*([<>])[ \t]+[./{~].*|([<>])[ \t]+\S+)\.(?:[cm]?[jt]s|lua)[ \t]*$/;
const saveResponse = /^[ \t]*>>!?[ \t]+\S/;
const responseFile = /^<>[ \t]+\S/;
const bodyEnd = /^<--->[ \t]*$/;
const recorded = /^(?:HTTP\/\d(?:\.\d)?|WS)[ \t]+(\d{3})(?:[ \t]|$)/;

/** What kind of handler begins at this line; `null` for none. `< file.js` is one only above the request. */
export function handlerAt(state: BlockState, index: number): Handler['kind'] | null {
  const { text } = state.lineAt(index);
  switch (text.charAt(indentOf(text))) {
    case '<':
    case '>':
      return arrowAt(state, text);
    case '-':
      return isScriptOpening(text) ? 'script' : null;
    case '{':
      return isScriptBlock(state, index) ? 'script' : null;
    case '?':
      return isAssertion(text) ? 'assertion' : null;
    case 'H':
    case 'W':
      return recorded.test(text) ? 'recordedResponse' : null;
    default:
      return null;
  }
}

function arrowAt(state: BlockState, text: string): Handler['kind'] | null {
  if (isScriptOpening(text)) return 'script';
  if (saveResponse.test(text)) return 'saveResponse';
  if (responseFile.test(text)) return 'responseFile';
  if (bodyEnd.test(text)) return 'command';
  const [, pathArrow, wordArrow] = scriptFile.exec(text) ?? [];
  const arrow = pathArrow ?? wordArrow;
  return arrow === '>' || (arrow === '<' && state.position === 'before') ? 'scriptFile' : null;
}

/** Reads the handler at the current line, if one begins there. A recorded response is left to the caller. */
export function readHandler(state: BlockState): boolean {
  const kind = handlerAt(state, state.at);
  if (kind === null || kind === 'recordedResponse') return false;
  if (kind === 'script') readScript(state);
  else addHandler(state, readLine(kind, state.line), state.at + 1);
  const added = state.handlers.at(-1);
  if (added && (kind === 'script' || kind === 'scriptFile') && !isRunnable(added)) {
    state.report('WB1017', added.range, `${added.position === 'before' ? '<' : '>'} {% … %}`);
  }
  return true;
}

/** The status of a line `HTTP/1.1 200 OK`. */
export function recordedStatus(text: string): number {
  return Number(recorded.exec(text)?.[1]);
}

function readLine(kind: Handler['kind'], line: SourceLine): HandlerContent {
  switch (kind) {
    case 'assertion':
      return { kind, ...readAssertion(line) };
    case 'saveResponse':
    case 'responseFile':
      return {
        kind,
        path: pathBehind(line, /^[ \t]*(?:>>!?|<>)/),
        overwrite: line.text.startsWith('>>!', indentOf(line.text)),
      };
    case 'scriptFile': {
      const path = pathBehind(line, /^[ \t]*[<>]/);
      return { kind, path, language: path.text.endsWith('.lua') ? 'lua' : 'javascript' };
    }
    default:
      return { kind: 'command' };
  }
}

function pathBehind(line: SourceLine, operator: RegExp): SourceText {
  const start = operator.exec(line.text)?.[0].length ?? 0;
  const end = line.text.length;
  return pieceOf(line, start, end) ?? { text: '', range: rangeInLine(line, end, end) };
}
