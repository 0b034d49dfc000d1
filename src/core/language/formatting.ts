import type { Diagnostic } from '../request-file/diagnostic.ts';
import { parseRequestFile } from '../request-file/parseRequestFile.ts';
import type { RequestBlock, RequestFile, Token } from '../request-file/requestFile.ts';
import { meaningOf } from './meaning.ts';
import { applyChanges, type TextChange } from './textChange.ts';

/**
 * Changes that give a file its usual shape: blanks in separators, request lines, headers, variables, directives and
 * steps, one empty line between requests. What would be sent stays the same: where it would not, nothing is changed.
 */
export function formatChanges(file: RequestFile, text: string): TextChange[] {
  const changes = file.blocks.flatMap((block, index) =>
    blockChanges(block, file.blocks[index + 1], text),
  );
  const wanted = changes.filter(
    ({ span, text: now }) => text.slice(span.offset, span.endOffset) !== now,
  );
  const formatted = parseRequestFile(applyChanges(text, wanted));
  return meaningOf(formatted) === meaningOf(file) ? wanted : [];
}

function blockChanges(
  block: RequestBlock,
  next: RequestBlock | undefined,
  text: string,
): TextChange[] {
  // What another tool's request or an open comment looks like is not ours to judge.
  if (block.request?.kind === 'unsupported' || block.diagnostics.some(isOpen)) return [];
  return block.tokens.flatMap((token, index) => {
    const { kind, offset, endOffset } = token;
    const source = text.slice(offset, endOffset);
    const before = block.tokens[index - 1];
    const span = { offset, endOffset };
    if (kind === 'space') {
      const now = spaceBetween(source, before, block.tokens[index + 1], next);
      return now === null ? [] : [{ span, text: now }];
    }
    const missing = missingBlank(before, token);
    return kind === 'method' ? [...missing, { span, text: source.toUpperCase() }] : missing;
  });
}

/** A comment or script that does not end: empty lines below belong to it. */
function isOpen({ code }: Diagnostic): boolean {
  return code === 'WB1014' || code === 'WB1015';
}

/** A blank where two tokens touch. */
function missingBlank(before: Token | undefined, { kind, offset }: Token): TextChange[] {
  return before !== undefined && oneBlank.has(`${before.kind} ${kind}`)
    ? [{ span: { offset, endOffset: offset }, text: ' ' }]
    : [];
}

/** What stands between two tokens, or behind the last; `null` leaves it. Quotes count as space and stay. */
function spaceBetween(
  source: string,
  before: Token | undefined,
  after: Token | undefined,
  next: RequestBlock | undefined,
): string | null {
  if (source.trim() !== '' || before === undefined) return null;
  if (after === undefined) return spaceAtEnd(source, before, next);
  const breaks = source.match(/\r\n|\n|\r/g) ?? [];
  if (breaks.length === 0) return blanksBetween(before.kind, after.kind);
  if (!movable.has(after.kind)) return null;
  const [lineBreak = ''] = breaks;
  return breaks.length > 1 && isHead(before) ? lineBreak + lineBreak : breaks.join('');
}

/** One empty line before the next separator; one line break at the end of the file. */
function spaceAtEnd(source: string, before: Token, next: RequestBlock | undefined): string | null {
  const lineBreak = /\r\n|\n|\r/.exec(source)?.[0];
  if (lineBreak === undefined || before.kind === 'unknown') return null;
  if (next === undefined) return lineBreak;
  return next.separator === null ? null : lineBreak + lineBreak;
}

/** What may begin a line without blanks before it; elsewhere they say that the line above goes on. */
const movable: ReadonlySet<Token['kind']> = new Set<Token['kind']>([
  'method',
  'headerName',
  'variableName',
  'comment',
  'bodyText',
  'stepSeparator',
]);

/** One empty line is enough between the head of a request and what follows. */
function isHead({ kind }: Token): boolean {
  return ['headerValue', 'headerColon', 'url', 'httpVersion'].includes(kind);
}

function blanksBetween(before: Token['kind'], after: Token['kind']): string | null {
  if (after === 'headerColon') return '';
  return oneBlank.has(`${before} ${after}`) ? ' ' : null;
}

const oneBlank: ReadonlySet<string> = new Set([
  'separator title',
  'method url',
  'url httpVersion',
  'headerColon headerValue',
  'comment directiveKey',
  'directiveKey directiveValue',
  'directiveKey variableOperator',
  'variableOperator directiveValue',
  'variableName variableOperator',
  'variableName variableValue',
  'variableOperator variableValue',
  'stepSeparator stepText',
  'stepText stepText',
]);
