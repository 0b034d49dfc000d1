import { parseLines } from './parseRequestFile.ts';
import type { RequestFile } from './requestFile.ts';
import { indentOf, splitLines, type SourceLine } from './sourceLines.ts';

/** A fenced block of requests in a Markdown text. */
export interface MarkdownFence {
  language: 'http' | 'rest' | 'ws';
  /** The tree of the block; its ranges count in the whole Markdown text. */
  file: RequestFile;
  /** Line of the opening fence, from 1. */
  line: number;
  /** Line of the closing fence, or the last one of the text. */
  endLine: number;
}

const opening = /^[ \t]*(`{3,}|~{3,})[ \t]*([^`\s]*)[^`]*$/;

/** The blocks ```http, ```rest and ```ws of a Markdown text, each read as a request file. Linear time. */
export function markdownFences(text: string, options: { path?: string } = {}): MarkdownFence[] {
  const lines = splitLines(text);
  const fences: MarkdownFence[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, marker, info = ''] = opening.exec(lines[index]?.text ?? '') ?? [];
    if (marker === undefined) continue;
    const start = index;
    index = closingIndex(lines, start, marker);
    const language = info.toLowerCase();
    if (!isRequestLanguage(language) || index <= start + 1) continue;
    const within = withoutIndent(lines.slice(start + 1, index), indentOf(lines[start]?.text ?? ''));
    const file = parseLines({ text, lines: within }, options.path ?? null);
    fences.push({ language, file, line: start + 1, endLine: Math.min(index + 1, lines.length) });
  }
  return fences;
}

function isRequestLanguage(info: string): info is MarkdownFence['language'] {
  return info === 'http' || info === 'rest' || info === 'ws';
}

/** Index of the line that closes a fence, or of the one behind the text (CommonMark 0.31, section 4.5). */
function closingIndex(lines: readonly SourceLine[], start: number, marker: string): number {
  const closing = new RegExp(`^[ \\t]*${marker.charAt(0)}{${marker.length},}[ \\t]*$`);
  let index = start + 1;
  while (index < lines.length && !closing.test(lines[index]?.text ?? '')) index += 1;
  return index;
}

/** Takes away as many blanks as the opening fence is indented by. */
function withoutIndent(lines: readonly SourceLine[], indent: number): SourceLine[] {
  return lines.map((line) => {
    const cut = Math.min(indent, indentOf(line.text));
    return { ...line, indent: cut, offset: line.offset + cut, text: line.text.slice(cut) };
  });
}
