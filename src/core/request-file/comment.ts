import { closesBlockComment, isBlockComment } from './blockComment.ts';
import type { BlockState, Followed, LedTo } from './blockState.ts';
import { readDirective } from './directive.ts';
import { isGraphqlDefinition } from './graphqlLine.ts';
import { isImpliedRequest } from './requestLine.ts';
import { isInclude } from './segmentReader.ts';
import { codeAt, indentOf, isBlank, trimmedRange } from './sourceLines.ts';
import { spanOf } from './textRange.ts';
import { isVariableLine, readVariable } from './fileVariable.ts';

/** True for `# …`, `// …` and the opener of a block comment. */
export function isComment(text: string): boolean {
  const start = indentOf(text);
  const first = codeAt(text, start);
  if (first === 0x23) return true;
  return first === 0x2f && (codeAt(text, start + 1) === 0x2f || isBlockComment(text));
}

/** Reads a comment with its directive, or a whole block comment. */
export function readComment(state: BlockState): void {
  if (isBlockComment(state.line.text)) readBlockComment(state);
  else {
    readDirective(state, state.line);
    state.at += 1;
  }
}

function readBlockComment(state: BlockState): void {
  const first = state.line;
  const end = blockCommentEnd(state, state.at);
  const last = state.lineAt(end - 1);
  state.tokens.writeRange('comment', spanOf(trimmedRange(first), trimmedRange(last)));
  if (!closesBlockComment(last.text)) state.report('WB1014', trimmedRange(first));
  state.at = end;
}

/** Index behind the line that closes the comment, or behind the block. */
function blockCommentEnd(state: BlockState, from: number): number {
  let index = from;
  while (index < state.to && !closesBlockComment(state.lineAt(index).text)) index += 1;
  return Math.min(index + 1, state.to);
}

/** True for `# …` and `// …`. */
export function isLineComment(text: string): boolean {
  const start = indentOf(text);
  return text.startsWith('#', start) || text.startsWith('//', start);
}

/** What the comments and blank lines from the current line on are followed by; each is looked at once. */
export function leadsTo(state: BlockState): LedTo {
  if (state.at >= state.leading.end) {
    let end = state.at;
    while (end < state.to && isBlankOrComment(state.lineAt(end).text)) end += 1;
    const to = end < state.to ? ledTo(state.lineAt(end).text) : 'text';
    state.leading = { end: Math.max(end, state.at + 1), to };
  }
  return state.leading.to;
}

function ledTo(text: string): LedTo {
  if (isInclude(text)) return 'file';
  return /^\s*(?:\{(?!\{)|\[|<[?!\w])/.test(text) || isGraphqlDefinition(text)
    ? 'structure'
    : 'text';
}

function isBlankOrComment(text: string): boolean {
  return isBlank(text) || isLineComment(text);
}

/** Index of the first line from `from` on that is neither blank nor a comment nor a variable. */
function triviaEnd(state: BlockState, from: number): number {
  let index = from;
  while (index < state.to) {
    const { text } = state.lineAt(index);
    if (isBlockComment(text)) index = blockCommentEnd(state, index);
    else if (isBlank(text) || isComment(text) || isVariableLine(text)) index += 1;
    else break;
  }
  return index;
}

/**
 * Looks over comments and blank lines: do they end the block, stand above the next request, or above data? The answer
 * holds for all lines looked over, so that each is looked at once.
 */
export function followedBy(
  state: BlockState,
  from: number,
  endsBody: (index: number) => boolean = () => false,
): Followed {
  if (from >= state.trivia.end) {
    const end = triviaEnd(state, from);
    const followed = followedAt(state, end, endsBody);
    const isData = followed === 'end' && hasMention(state, from, end);
    state.trivia = { end: Math.max(end, from + 1), followed: isData ? 'other' : followed };
  }
  return state.trivia.followed;
}

/** `@name text`, which defines a variable above a request, calls somebody at the end of a body. */
function hasMention(state: BlockState, from: number, to: number): boolean {
  return state.lines
    .slice(from, to)
    .some(({ text }) => isVariableLine(text) && !/^\s*@[^\s=]+\s{0,9}=/.test(text));
}

function followedAt(
  state: BlockState,
  index: number,
  endsBody: (index: number) => boolean,
): Followed {
  if (index >= state.to) return 'end';
  if (state.splitsImplied && isImpliedRequest(state.lineAt(index).text)) return 'request';
  return endsBody(index) ? 'end' : 'other';
}

/** Reads blank lines, comments and variables; false when the next line is none of them. */
export function readTrivia(state: BlockState): boolean {
  const { text } = state.line;
  if (isBlank(text)) state.at += 1;
  else if (isComment(text)) readComment(state);
  else if (isVariableLine(text)) readVariable(state);
  else return false;
  return true;
}
