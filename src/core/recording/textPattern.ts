import { escapeRegExp } from './regExp.ts';

const regexForm = /^\/(.+)\/([dgimsuvy]*)$/s;

/** What the text of a filter looks for. */
export interface TextPattern {
  /** Matches all places, ignoring where the last search stopped. */
  all: RegExp;
  /** Written by a user as a regular expression, which may take for ever. */
  isRegex: boolean;
  /** It was meant as a regular expression but is none, so it is searched as it stands. */
  isInvalid: boolean;
}

/** Text (case-insensitive), or `/regex/flags`; `null` for empty text, which everything passes. */
export function parseTextPattern(text: string): TextPattern | null {
  if (text === '') return null;
  const [, source, flags] = regexForm.exec(text) ?? [];
  if (source === undefined) return literalPattern(text, false);
  try {
    const all = new RegExp(source, `${flags?.replace(/[dgy]/g, '') ?? ''}g`);
    return { all, isRegex: true, isInvalid: false };
  } catch (error) {
    if (error instanceof SyntaxError) return literalPattern(text, true);
    throw error;
  }
}

/** Looks for the text as it stands, case-insensitive. */
export function literalPattern(text: string, isInvalid: boolean): TextPattern {
  return { all: new RegExp(escapeRegExp(text), 'giu'), isRegex: false, isInvalid };
}
