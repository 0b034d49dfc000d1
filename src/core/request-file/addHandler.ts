import type { BlockState } from './blockState.ts';
import type { Handler } from './handlerNode.ts';
import { trimmedRange } from './sourceLines.ts';
import { spanOf, type TextRange } from './textRange.ts';

/** A handler before its place is known. */
export type HandlerContent = Handler extends infer Each
  ? Each extends Handler
    ? Omit<Each, 'position' | 'range'>
    : never
  : never;

/** Takes the lines up to `end` as one handler. */
export function addHandler(state: BlockState, content: HandlerContent, end: number): void {
  const range = spanOf(trimmedRange(state.line), trimmedRange(state.lineAt(end - 1)));
  const isRecorded = content.kind === 'recordedResponse';
  state.tokens.writeRange(isRecorded ? 'recordedResponse' : 'handler', range);
  pushHandler(state, content, range);
  state.at = end;
}

/** Keeps a handler whose tokens are written. */
export function pushHandler(state: BlockState, content: HandlerContent, range: TextRange): void {
  state.handlers.push({ ...content, position: state.position, range });
}
