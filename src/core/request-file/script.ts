import type { BlockState } from './blockState.ts';
import { addHandler } from './addHandler.ts';
import { rangeBetween, trimmedLength, trimmedRange } from './sourceLines.ts';
import type { SourceText } from './textRange.ts';

/** Earlier versions of rest.nvim had `--{%` … `--%}` around Lua. */
const opening = /^(?:[ \t]*[<>][ \t]*|--)\{%/;
/** Behind the end of a script a comment may stand. */
const scriptEnd = /%\}[ \t]*(?:(?:\/\/|#).*)?$/;
const blockOpening =
  /^[ \t]*\{\{(?:@js[ \t]+)?([+@]?)(request|streaming|response|after|responseLogging)?[ \t]*$/;

/** True for `> {%`, `< {%` and `--{%`. */
export function isScriptOpening(text: string): boolean {
  return opening.test(text);
}

/** True for a line at whose end a script ends. */
export function closesScript(text: string): boolean {
  return text.includes('%}') && scriptEnd.test(text);
}

/** httpYac's script: `{{` and `}}` on lines of their own. Without the second it is text. */
export function isScriptBlock(state: BlockState, index: number): boolean {
  const { text } = state.lineAt(index);
  if (!text.includes('{{') || !blockOpening.test(text)) return false;
  if (index >= state.section.noScriptEndFrom) return false;
  for (let next = index + 1; next < state.to; next += 1) {
    if (state.lineAt(next).text.trim() === '}}') return true;
  }
  state.section.noScriptEndFrom = index;
  return false;
}

/** Reads the script that begins at the current line. */
export function readScript(state: BlockState): void {
  if (isScriptOpening(state.line.text)) readBracketed(state);
  else readBlockScript(state);
}

function readBracketed(state: BlockState): void {
  const { line } = state;
  const end = endOf(state, closesScript, '%}');
  const last = state.lineAt(end - 1);
  const length = scriptEnd.exec(last.text)?.index ?? trimmedLength(last.text);
  const from = line.offset + (opening.exec(line.text)?.[0].length ?? 0);
  const to = Math.max(from, last.offset + length);
  const code = codeBetween(state, from, to);
  const language = line.text.startsWith('--') || isLua(state, code.text) ? 'lua' : 'javascript';
  const kind = { kind: 'script', dialect: 'jetbrains', language } as const;
  addHandler(state, { ...kind, code, event: null, everyRequest: false }, end);
}

/** kulala says it in the first line, as `-- lua` or `lang=lua`, rest.nvim in a directive. */
function isLua({ directives }: BlockState, code: string): boolean {
  if (/^\s*(?:--\s*|lang\s*=\s*)lua\b/.test(code)) return true;
  return directives.some(({ name, value }) => name === 'lang' && value?.text === 'lua');
}

function readBlockScript(state: BlockState): void {
  const [, prefix, event] = blockOpening.exec(state.line.text) ?? [];
  const end = endOf(state, (text) => text.trim() === '}}', '}}');
  const code = codeBetween(state, state.line.endOffset, state.lineAt(end - 1).offset);
  const kind = { kind: 'script', dialect: 'httpyac', language: 'javascript' } as const;
  const everyRequest = prefix === '+';
  addHandler(state, { ...kind, code, event: event ?? null, everyRequest }, end);
}

/** Index behind the line that closes the script at the current line. */
function endOf(state: BlockState, closes: (text: string) => boolean, closing: string): number {
  for (let index = state.at; index < state.to; index += 1) {
    if (closes(state.lineAt(index).text)) return index + 1;
  }
  state.report('WB1015', trimmedRange(state.line), closing);
  return state.to;
}

function codeBetween({ source, lines }: BlockState, from: number, to: number): SourceText {
  return { text: source.slice(from, to), range: rangeBetween(lines, from, to) };
}
