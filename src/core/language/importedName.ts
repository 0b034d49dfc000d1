import type { RequestFile } from '../request-file/requestFile.ts';
import type { LanguageInput } from './languageInput.ts';
import type { Occurrence } from './occurrence.ts';

/** The imported file that defines a name; `null` where the file itself does, or none. */
export function importedFrom(
  { file, variables: { imports = [] } }: LanguageInput,
  occurrence: Pick<Occurrence, 'of' | 'name'>,
): RequestFile | null {
  if (defines(file, occurrence)) return null;
  return imports.find((imported) => defines(imported, occurrence)) ?? null;
}

function defines({ blocks }: RequestFile, { of, name }: Pick<Occurrence, 'of' | 'name'>): boolean {
  if (of === 'request') return blocks.some((block) => block.name?.text === name);
  return blocks.some(({ variables }) => variables.some((variable) => variable.name.text === name));
}
