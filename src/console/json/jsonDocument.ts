import { parseTree } from 'jsonc-parser';
import type { Node as JsonNode, ParseError } from 'jsonc-parser';

export type { JsonNode };

/** A text read as JSON. `root` is null where nothing could be read. */
export interface JsonDocument {
  text: string;
  root: JsonNode | null;
  /** The first place that is not JSON, counted from 1; null where all is well. */
  error: { line: number; column: number; offset: number } | null;
  tooDeep: boolean;
}

/** Deeper than this is hostile: no API nests so far, and a tree view would overflow the stack. */
const depthLimit = 500;

/** Reads JSON and keeps the exact source: numbers as written, names in order and repeated. Never throws. */
export function readJson(text: string): JsonDocument {
  if (nestingDepth(text) > depthLimit) return { text, root: null, error: null, tooDeep: true };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true }) ?? null;
  const first = errors[0];
  const error =
    first === undefined ? null : { ...lineAndColumn(text, first.offset), offset: first.offset };
  return { text, root, error, tooDeep: false };
}

/** The text may be JSON: it begins like an object or an array. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/u.test(text);
}

function nestingDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x5b || character === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x5d || character === 0x7d) depth -= 1;
    else if (character === 0x22) index = endOfString(text, index);
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

/** Line and column of an offset, both counted from 1. */
function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
