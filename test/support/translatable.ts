import { globSync, readFileSync } from 'node:fs';
import type { Sentence } from '../../src/core/errors/sentence.ts';
import { sentences } from '../../src/core/errors/sentences.ts';
import { catalogue } from '../../src/core/request-file/diagnosticCatalogue.ts';
import { languageSentences } from '../../src/core/language/facts/sentences.ts';
import { englishStrings } from '../../src/protocol/strings/strings.ts';

/** A call that takes an English sentence: `t`, `translate` or an error that is translated where it is shown. */
const call = /\b(?:t|translate|ComposerError)\(\s*(?:'((?:[^'\\]|\\.)*)'|([^)\s,]+))/g;

/** Every English sentence that the extension shows, and every argument of `t` that is no literal. */
export function translatableSentences(): { sentences: Set<string>; variables: string[] } {
  const found = new Set<string>(Object.values(englishStrings));
  const variables: string[] = [];
  for (const { message, hint, inPhase = {}, inCase = {} } of Object.values<Sentence>(sentences)) {
    const cases = Object.values(inCase).flatMap((each) => [each.message ?? '', each.hint]);
    [message, hint, ...Object.values(inPhase), ...cases].forEach((each) => found.add(each));
  }
  Object.values(catalogue).forEach(({ sentence }) => found.add(sentence));
  languageSentences.forEach((sentence) => found.add(sentence));
  for (const file of globSync('src/{host,core/language}/**/*.ts')) {
    for (const [, literal, variable] of readFileSync(file, 'utf8').matchAll(call)) {
      if (literal !== undefined) found.add(literal.replaceAll(/\\(.)/g, '$1'));
      else if (variable !== undefined) variables.push(variable);
    }
  }
  found.delete('');
  return { sentences: found, variables };
}
