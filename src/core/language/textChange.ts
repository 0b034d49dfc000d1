import type { Span } from './languageInput.ts';

/** Replaces a stretch of the text. */
export interface TextChange {
  span: Span;
  text: string;
}

/** Inserts at an offset. */
export function insertion(offset: number, text: string): TextChange {
  return { span: { offset, endOffset: offset }, text };
}

/** The text after changes, which stand in order and do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { span, text: now } of changes) {
    pieces.push(text.slice(done, span.offset), now);
    done = span.endOffset;
  }
  return [...pieces, text.slice(done)].join('');
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
