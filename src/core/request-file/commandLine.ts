import { pieceOf } from './assertionLine.ts';
import type { BlockState } from './blockState.ts';
import { addHandler, type HandlerContent } from './addHandler.ts';
import { isComment, readComment } from './comment.ts';
import type { RunLine } from './handlerNode.ts';
import { handlerAt } from './handler.ts';
import { isBlank, rangeInLine, trimmedRange, type SourceLine } from './sourceLines.ts';
import type { SourceText } from './textRange.ts';

/** Words that begin a line above a request: imports, GraphQL parts, and what only other tools understand. */
const words =
  /^(?:[ \t]*(?:import|run)|gql|query|mutation|subscription|fragment|client|provider|proto)(?=[ \t]+\S)|^<[ \t@]|^NOP(?=[ \t]*$)/;

/** Reads a command above the request at the current line; false for none. */
export function readCommand(state: BlockState): boolean {
  const { line } = state;
  const match = words.exec(line.text);
  if (match === null) return false;
  const word = match[0].trimStart();
  if (word === 'import')
    addHandler(state, { kind: 'import', path: behind(line, match[0]) }, state.at + 1);
  else if (word === 'run') addHandler(state, readRun(line, match[0]), state.at + 1);
  else if (/^(?:gql|query|mutation|subscription|fragment)$/.test(word))
    readGraphqlPart(state, word);
  else addHandler(state, { kind: 'command' }, optionsEnd(state, word));
  if (word === 'NOP') readPlaceholder(state);
  if (/^(?:client|provider)$/.test(word)) reportLast(state);
  return true;
}

/** Index behind the options of `proto < file`, one a line: `keepCase: true`. */
function optionsEnd(state: BlockState, word: string): number {
  let index = state.at + 1;
  if (word !== 'proto') return index;
  while (index < state.to && /^[ \t]*\w{1,50}:(?:[ \t]|$)/.test(state.lineAt(index).text))
    index += 1;
  return index;
}

/** kulala writes `NOP` where a shared block has no request, but headers and scripts for others. */
function readPlaceholder(state: BlockState): void {
  state.position = 'after';
  while (!state.done && !isBlank(state.line.text) && handlerAt(state, state.at) === null) {
    if (isComment(state.line.text)) readComment(state);
    else readSharedHeader(state);
  }
}

function readSharedHeader(state: BlockState): void {
  const { line } = state;
  const colon = line.text.indexOf(':');
  const name = pieceOf(line, 0, Math.max(0, colon));
  const value = pieceOf(line, colon + 1, line.text.length) ?? nowhere(line);
  if (name !== null) return addHandler(state, { kind: 'sharedHeader', name, value }, state.at + 1);
  addHandler(state, { kind: 'command' }, state.at + 1);
  state.report('WB1005', state.handlers.at(-1)?.range ?? trimmedRange(line), line.text.trim());
}

/** What another tool would do, and what does not happen here. */
function reportLast(state: BlockState): void {
  const { line, range } = { line: state.lineAt(state.at - 1), range: state.handlers.at(-1)?.range };
  if (range !== undefined) state.report('WB2007', range, line.text.trim());
}

/** What follows the beginning of a line, without quotes around it. */
function behind(line: SourceLine, lead: string): SourceText {
  const end = line.text.trimEnd().length;
  const quoted = /^[ \t]+(["'])[^"']+\1$/.exec(line.text.slice(lead.length, end));
  if (quoted)
    return pieceOf(line, end - quoted[0].trimStart().length + 1, end - 1) ?? nowhere(line);
  return pieceOf(line, lead.length, end) ?? nowhere(line);
}

function nowhere(line: SourceLine): SourceText {
  const end = line.text.length;
  return { text: '', range: rangeInLine(line, end, end) };
}

/** `run #name`, `run file.http`, each with variables in parentheses. */
function readRun(line: SourceLine, lead: string): HandlerContent {
  const target = behind(line, lead);
  const open = /[ \t]*\((?=[ \t]*@)/.exec(target.text);
  if (open === null) return { kind: 'run', target, variables: [] };
  const start = target.range.offset - line.offset;
  const inside = start + open.index + open[0].length;
  const variables: RunLine['variables'] = [];
  for (const match of line.text.slice(inside).matchAll(/@([^\s=,)]+)[ \t]*=[ \t]*([^,)]*)/g)) {
    const nameStart = inside + match.index + 1;
    const valueEnd = inside + match.index + match[0].length;
    const name = pieceOf(line, nameStart, nameStart + (match[1] ?? '').length);
    const value = pieceOf(line, valueEnd - (match[2] ?? '').length, valueEnd);
    const empty = { text: '', range: rangeInLine(line, valueEnd, valueEnd) };
    if (name !== null) variables.push({ name, value: value ?? empty });
  }
  const text = pieceOf(line, start, start + open.index) ?? target;
  return { kind: 'run', target: text, variables };
}

/** `gql name < file`, or the lines of a definition up to its closing brace. */
function readGraphqlPart(state: BlockState, word: string): void {
  const { line } = state;
  const file = /^gql[ \t]+(\S+)[ \t]+<[ \t]*(?=\S)/.exec(line.text);
  const nameStart = word.length + (/^[ \t]*/.exec(line.text.slice(word.length))?.[0].length ?? 0);
  const nameLength = /^[\w-]*/.exec(line.text.slice(nameStart))?.[0].length ?? 0;
  const name = pieceOf(line, nameStart, nameStart + nameLength);
  const path = file && pieceOf(line, file[0].length, line.text.length);
  const end = file === null ? definitionEnd(state) : state.at + 1;
  const last = state.lineAt(end - 1);
  const text = state.source.slice(line.offset, last.offset + last.text.length);
  addHandler(state, { kind: 'graphqlPart', name, path, text }, end);
}

/** Index behind the line that closes the braces; behind the paragraph where none does. */
function definitionEnd(state: BlockState): number {
  let depth = 0;
  for (
    let index = state.at;
    index < state.to && state.at < state.section.noBraceEndFrom;
    index += 1
  ) {
    for (const [brace] of state.lineAt(index).text.matchAll(/[{}]/g)) {
      depth += brace === '{' ? 1 : -1;
      if (depth <= 0) return index + 1;
    }
  }
  state.section.noBraceEndFrom = Math.min(state.section.noBraceEndFrom, state.at);
  let index = state.at + 1;
  while (index < state.to && !isBlank(state.lineAt(index).text)) index += 1;
  return index;
}
