import type { Range } from './range.ts';

/** UTF-16 units of a preview. */
const previewLength = 300;

/** Controls, and characters that reorder or break a line of text. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const controlPictures = 0x2400;
const deletePicture = '␡';
const otherPicture = '␦';

/** One line of text for a grid, never cut inside a character, with symbols for control characters. */
export function preview(text: string): string {
  return text.slice(0, cutAt(text, previewLength)).replace(invisible, pictureOf);
}

/** Where `pattern` (global) matches in the preview of the text; the symbols do not move anything. */
export function previewMatches(text: string, pattern: RegExp): Range[] {
  const end = cutAt(text, previewLength);
  const ranges: Range[] = [];
  pattern.lastIndex = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index >= end) break;
    const matchEnd = Math.min(match.index + match[0].length, end);
    if (matchEnd > match.index) ranges.push({ start: match.index, end: matchEnd });
  }
  return ranges;
}

/** The last place up to `length` that does not cut a surrogate pair in two. */
function cutAt(text: string, length: number): number {
  if (text.length <= length) return text.length;
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}

function pictureOf(character: string): string {
  // A sign that every font has, unlike U+240A.
  if (character === '\n') return '↵';
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(controlPictures + code);
  return code === 0x7f ? deletePicture : otherPicture;
}
