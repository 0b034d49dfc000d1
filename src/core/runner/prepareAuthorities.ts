import { bodyFileCandidates, findFile } from './bodyFile.ts';
import type { Preparation } from './preparation.ts';
import type { RequestOptions } from './preparedRequest.ts';

/** The authorities to trust: those of the settings, and those of `# @ca file`. One that is missing is told when dialing. */
export async function prepareAuthorities(
  preparation: Preparation,
  { caFiles = [] }: RequestOptions,
): Promise<Pick<RequestOptions, 'caFiles'>> {
  const { reader, workspaceRoot } = preparation.context;
  const named = preparation.directiveValues('ca');
  if (named.length === 0) return {};
  const written = named.map(async ({ text }) => {
    const candidates = bodyFileCandidates(text, preparation.file.path, workspaceRoot);
    return (await findFile(reader, candidates))?.path ?? candidates[0] ?? text;
  });
  return { caFiles: [...caFiles, ...(await Promise.all(written))] };
}
