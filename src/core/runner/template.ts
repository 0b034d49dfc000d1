import { positionIn, type SourceText } from '../request-file/textRange.ts';
import { findReferences, type Reference } from '../variables/reference.ts';
import type { Preparation } from './preparation.ts';

/** Stands for a value that the conversation captures; `encoded` is `{{%name}}`. */
export interface CaptureReference {
  capture: string;
  encoded: boolean;
}

/** A text, or its pieces where captured values belong into it: those are known when its step is done. */
export type Template = string | readonly (string | CaptureReference)[];

/** The text with its variables; references to the names in `captures` stay open. */
export function prepareTemplate(
  preparation: Preparation,
  source: SourceText,
  captures: ReadonlySet<string>,
): Template {
  const open = captures.size === 0 ? [] : capturesIn(source.text, captures);
  if (open.length === 0) return preparation.resolve(source);
  const pieces: (string | CaptureReference)[] = [];
  let rest = source;
  let done = 0;
  for (const { start, end, capture } of open) {
    pieces.push(preparation.resolve({ ...rest, text: source.text.slice(done, start) }), capture);
    rest = textBehind(rest, end - done);
    done = end;
  }
  pieces.push(preparation.resolve(rest));
  return pieces;
}

/** The text of a template once the values are known; a name without a value stays as it is written. */
export function fillTemplate(template: Template, values: ReadonlyMap<string, string>): string {
  if (typeof template === 'string') return template;
  return template
    .map((piece) => (typeof piece === 'string' ? piece : fill(piece, values)))
    .join('');
}

/** Several templates as one. */
export function joinTemplates(templates: readonly Template[]): Template {
  if (templates.every((template) => typeof template === 'string')) return templates.join('');
  return templates.flat();
}

/** The template with its open references as they are written. */
export function writtenTemplate(template: Template): string {
  return fillTemplate(template, new Map());
}

/** Makes a template of a text in which the open references stand as they are written. */
export function openTemplate(text: string, captures: ReadonlySet<string>): Template {
  const pieces: (string | CaptureReference)[] = [];
  let done = 0;
  for (const { start, end, capture } of capturesIn(text, captures)) {
    pieces.push(text.slice(done, start), capture);
    done = end;
  }
  return pieces.length === 0 ? text : [...pieces, text.slice(done)];
}

type OpenReference = Reference & { capture: CaptureReference };

function capturesIn(text: string, captures: ReadonlySet<string>): OpenReference[] {
  return findReferences(text).flatMap((reference) => {
    const encoded = reference.expression.startsWith('%');
    const name = encoded ? reference.expression.slice(1).trim() : reference.expression;
    return captures.has(name) ? [{ ...reference, capture: { capture: name, encoded } }] : [];
  });
}

function fill({ capture, encoded }: CaptureReference, values: ReadonlyMap<string, string>): string {
  const value = values.get(capture);
  if (value === undefined) return `{{${encoded ? '%' : ''}${capture}}}`;
  return encoded ? encodeURIComponent(value.toWellFormed()) : value;
}

function textBehind(source: SourceText, length: number): SourceText {
  const range = { ...source.range, ...positionIn(source, length) };
  range.offset += length;
  return { text: source.text.slice(length), range };
}
