import type { RequestFile } from '../request-file/requestFile.ts';
import type { LanguageInput } from './languageInput.ts';
import { definitionsIn, occurrencesIn, sameName, type Occurrence } from './occurrence.ts';

type Named = Pick<Occurrence, 'of' | 'name' | 'inFile'>;
type Input = Pick<LanguageInput, 'file' | 'text' | 'variables'>;

/** Path of the request file whose definition a name means: its own, else one that it imports; `null` where none has it. */
export function homeOf({ file, variables: { imports = [], run } }: Input, named: Named) {
  const { inFile } = named;
  const files = inFile === null ? [file, ...imports] : [run?.get(inFile) ?? []].flat();
  const home = files.find((each) => defines(each, named));
  return home === undefined ? null : (home.path ?? '');
}

/** All places of a file where a name means what is defined in `home`. */
export function placesOf(
  input: Input,
  wanted: Pick<Occurrence, 'of' | 'name'>,
  home: string | null,
): Occurrence[] {
  const occurrences = occurrencesIn(input.file, input.text, input.variables.imports);
  const homes = new Map<string | null, string | null>();
  return sameName(occurrences, wanted).filter((each) => {
    if (!homes.has(each.inFile)) homes.set(each.inFile, homeOf(input, each));
    return homes.get(each.inFile) === home;
  });
}

function defines({ blocks }: RequestFile, { of, name }: Named): boolean {
  return blocks.some((block) =>
    definitionsIn(block).some((each) => each.of === of && each.name === name),
  );
}
