import type { Diagnostic } from '../request-file/diagnostic.ts';
import type { DiagnosticCode } from '../request-file/diagnosticCatalogue.ts';
import {
  activeDirectives,
  canonicalDirectiveName,
  passiveDirectives,
} from '../request-file/directiveCatalogue.ts';
import type { TextRange } from '../request-file/textRange.ts';
import { plainText } from './completion.ts';
import { directiveFacts } from './facts/directiveFacts.ts';
import { methodFacts } from './facts/methodFacts.ts';
import { stepFacts } from './facts/stepFacts.ts';
import { blockAt, type LanguageInput, type Span } from './languageInput.ts';
import { nearest } from './nearest.ts';
import type { Fixer, QuickFix } from './quickFix.ts';
import { insertion, lineBreakOf } from './textChange.ts';

/** Fixes of WB1xxx and WB4xxx. */
export const syntaxFixes: Partial<Record<DiagnosticCode, Fixer>> = {
  WB1001: commentOut,
  WB1002: nearestMethod,
  WB1003: (input, { range, args }) => [replaceWith(input, range, args[0] ?? '')],
  WB1005: headerOrBody,
  WB1006: ({ text, translate }, { range }) => {
    const name = sourceOf(text, range);
    const valid = name.replace(/[^\w!#$%&'*+.^`|~-]+/g, '-').replace(/^-+|-+$/g, '');
    return valid === '' ? [] : [replaceWith({ translate }, range, valid)];
  },
  WB1007: ({ file, translate, text }, { range }) => {
    const at = blockAt(file, range.offset)?.range.offset ?? range.offset;
    const change = insertion(at, `###${lineBreakOf(text)}`);
    return [
      { title: translate('Insert ### above the request'), changes: [change], preferred: true },
    ];
  },
  WB1009: nearestDirective,
  WB1010: ({ text, translate }, { args, range }) => {
    const [value = ''] = args;
    const offset = range.offset + sourceOf(text, range).lastIndexOf(value);
    const span = { offset, endOffset: offset + value.length };
    return ['s', 'ms'].map((unit) => replaceWith({ translate }, span, `${value} ${unit}`));
  },
  WB1011: directiveValues,
  WB1012: (input, { range }) => [emptyLineAbove(input, range)],
  WB1013: moveAboveRequest,
  WB1022: moveAboveRequest,
  WB1023: headerOrBody,
  WB1014: (input, { range }) => [closeBlock(input, range, '*/')],
  WB1015: (input, { range, args }) => [closeBlock(input, range, args[0] ?? '%}')],
  WB1018: (input, { range }) =>
    ['HTTP/1.1', 'HTTP/2'].map((version) => replaceWith(input, range, version)),
  WB1019: nextName,
  WB4001: (input, { range, args }) => {
    const [word = ''] = args;
    const offset = range.offset + sourceOf(input.text, range).indexOf(word);
    const span = { offset, endOffset: offset + word.length };
    return nearest(word, Object.keys(stepFacts)).map((step) => replaceWith(input, span, step));
  },
  WB4003: (input, { range }) => [replaceWith(input, range, '1')],
  WB4005: ({ file, text, translate }, { range, args }) => {
    if (args[0] !== 'repeat') return [];
    const end = blockAt(file, range.offset)?.request?.range.endOffset ?? range.endOffset;
    const change = insertion(end, `${lineBreakOf(text)}=== end`);
    return [{ title: translate('Insert === end'), changes: [change], preferred: true }];
  },
};

function commentOut({ text, translate }: LanguageInput, { range }: Diagnostic): QuickFix[] {
  const changes = [insertion(range.offset, '# ')];
  for (const { index } of sourceOf(text, range).matchAll(/(?<=\r\n|\n|\r(?!\n))(?=[^\r\n])/g)) {
    changes.push(insertion(range.offset + index, '# '));
  }
  return [{ title: translate('Make it a comment'), changes }];
}

function nearestMethod(input: LanguageInput, { range, args }: Diagnostic): QuickFix[] {
  const methods = nearest(args[0] ?? '', Object.keys(methodFacts), 2);
  return methods.map((method) => replaceWith(input, range, method));
}

/** A line without a colon is a header that lacks one, or a body that lacks the empty line above it. */
function headerOrBody(input: LanguageInput, { range }: Diagnostic): QuickFix[] {
  const { text, translate } = input;
  const [, name = '', gap = ''] = /^([^\s:]+)(\s*)/.exec(sourceOf(text, range)) ?? [];
  const offset = range.offset + name.length;
  const colon = { span: { offset, endOffset: offset + gap.length }, text: ': ' };
  const header = { title: translate('Write a colon behind {0}', name), changes: [colon] };
  return [emptyLineAbove(input, range), header];
}

function nearestDirective(input: LanguageInput, { range, args }: Diagnostic): QuickFix[] {
  const source = sourceOf(input.text, range);
  const key = /^@([^\s=]+)/.exec(source)?.[1] ?? '';
  const known = [...activeDirectives.keys(), ...passiveDirectives.keys()];
  const span = { offset: range.offset + 1, endOffset: range.offset + 1 + key.length };
  return nearest(args[0] ?? canonicalDirectiveName(key), known, 2).map((name) =>
    replaceWith(input, span, name),
  );
}

function directiveValues(input: LanguageInput, { range, args }: Diagnostic): QuickFix[] {
  const [name = '', value = ''] = args;
  const source = sourceOf(input.text, range);
  const at = value === '' ? source.length : source.lastIndexOf(value);
  // A value that is told cut or masked does not stand there so.
  if (at < 0) return [];
  const offset = range.offset + at;
  const span = { offset, endOffset: value === '' ? offset : offset + value.length };
  const lead = value === '' ? ' ' : '';
  const offered = directiveFacts[name]?.values.slice(0, 4).map(plainText) ?? [];
  return offered.map((word) => ({ ...replaceWith(input, span, lead + word), preferred: false }));
}

function moveAboveRequest(
  { file, text, translate }: LanguageInput,
  { range }: Diagnostic,
): QuickFix[] {
  const request = blockAt(file, range.offset)?.request;
  if (!request) return [];
  const start = lineStart(text, range.offset);
  const end =
    range.endOffset + (/^[ \t]*(?:\r\n|\n|\r)?/.exec(text.slice(range.endOffset))?.[0].length ?? 0);
  const comment = insertion(request.lineRange.offset, sourceOf(text, range) + lineBreakOf(text));
  const removal = { span: { offset: start, endOffset: end }, text: '' };
  return [{ title: translate('Move it above the request'), changes: [comment, removal] }];
}

function nextName(input: LanguageInput, { range, args }: Diagnostic): QuickFix[] {
  const [name = ''] = args;
  const taken = new Set(input.file.blocks.map((block) => block.name?.text));
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return [replaceWith(input, range, `${name}-${number}`)];
}

/** Closes what is open where its block ends. */
function closeBlock(
  { file, text, translate }: LanguageInput,
  range: TextRange,
  end: string,
): QuickFix {
  const block = blockAt(file, range.offset);
  const last = block?.tokens.findLast(({ kind }) => kind !== 'space');
  const content = text.slice(0, last?.endOffset ?? range.endOffset).trimEnd();
  const change = insertion(content.length, lineBreakOf(text) + end);
  return { title: translate('Write {0} at the end', end), changes: [change], preferred: true };
}

function emptyLineAbove({ text, translate }: LanguageInput, range: TextRange): QuickFix {
  const change = insertion(lineStart(text, range.offset), lineBreakOf(text));
  return { title: translate('Insert an empty line above'), changes: [change], preferred: true };
}

/** Replaces a stretch; its title says with what. */
export function replaceWith(
  { translate }: Pick<LanguageInput, 'translate'>,
  { offset, endOffset }: Span,
  text: string,
): QuickFix {
  const title = translate('Change to {0}', text.trim());
  return { title, changes: [{ span: { offset, endOffset }, text }], preferred: true };
}

function sourceOf(text: string, { offset, endOffset }: Span): string {
  return text.slice(offset, endOffset);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
