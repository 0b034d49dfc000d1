import type { RequestFile } from '../request-file/requestFile.ts';

import { blockAt } from './languageInput.ts';
import { insertion, lineBreakOf, type TextChange } from './textChange.ts';

/**
 * Puts a request (which ends with a line break) at an offset, told apart from its neighbours by `###`; `null` where
 * something else stands on the line or a request goes on.
 */
export function insertionAt(
  file: RequestFile,
  text: string,
  offset: number,
  request: string,
): TextChange | null {
  const block = blockAt(file, offset);
  const line = /[^\r\n]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
  if (block === undefined || line.trim() !== '' || rest.trim() !== '') return null;
  const content = block.tokens.filter(({ kind }) => kind !== 'space');
  const isBelow = block.request !== null && content.every((token) => token.endOffset <= offset);
  const isAbove = content.every(
    ({ offset: start, kind }) => start >= offset || kind === 'separator' || kind === 'title',
  );
  if (block.request !== null && !isBelow && !isAbove) return null;
  const separator = `###${lineBreakOf(text)}`;
  const before = isBelow ? separator : '';
  const after = block.request !== null && !isBelow ? separator : '';
  return insertion(offset, before + withLineBreaks(request, text) + after);
}

/** Puts a request behind the one that an offset stands in. */
export function insertionBehind(
  file: RequestFile,
  text: string,
  offset: number,
  request: string,
): TextChange {
  const block = blockAt(file, offset);
  const content = text.slice(0, block?.range.endOffset ?? text.length).trimEnd();
  const lineBreak = lineBreakOf(text);
  const isFirst = block === undefined || block.request === null;
  const gap = content === '' ? '' : lineBreak + lineBreak;
  const separator = content === '' || isFirst ? '' : `###${lineBreak}`;
  return insertion(content.length, gap + separator + withLineBreaks(request, text).trimEnd());
}

function withLineBreaks(request: string, text: string): string {
  return request.replaceAll('\n', lineBreakOf(text));
}
