import {
  importedModules,
  isModule,
  moduleFolder,
  type ScriptModules,
} from '../scripts/scriptModules.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { readFileBytes } from './bodyFile.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';

const maxModules = 100;

/** The modules of a script that stands in a folder, each once; nothing for a script that imports none. */
export async function readModules(
  preparation: Preparation,
  script: string,
  folder: string,
  { range }: Pick<SourceText, 'range'>,
): Promise<{ modules?: ScriptModules }> {
  if (!isModule(script)) return {};
  const code: Record<string, string> = {};
  const waiting = importedModules(script, folder);
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    // What is no path is told when the script runs.
    if (Object.hasOwn(code, name) || !/\.m?js$/.test(name)) continue;
    if (Object.keys(code).length === maxModules) {
      const reason = `a script imports more than ${maxModules} modules.`;
      throw prepareFailure('WB_INVALID_REQUEST', range, { reason });
    }
    const bytes = await readFileBytes(preparation, { text: name, range }, 'script');
    const text = new TextDecoder().decode(bytes);
    code[name] = text;
    waiting.push(...importedModules(text, moduleFolder(name)));
  }
  return { modules: { folder, code } };
}
