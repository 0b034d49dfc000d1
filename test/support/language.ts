import { english } from '../../src/core/errors/translate.ts';
import type { LanguageInput } from '../../src/core/language/languageInput.ts';
import type { PrepareContext } from '../../src/core/runner/prepareContext.ts';
import { parseText, prepareContext } from './requestFiles.ts';

/** A text with a cursor `|` in it, as an editor sees it. */
export async function editing(
  marked: string,
  files: Record<string, string> = {},
  changes: Partial<PrepareContext> = {},
): Promise<{ input: LanguageInput & { variables: PrepareContext }; offset: number }> {
  const offset = marked.indexOf('|');
  if (offset === -1) throw new Error('the text has no cursor');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const variables = await prepareContext(files, changes);
  return { input: { file: parseText(text), text, variables, translate: english }, offset };
}
