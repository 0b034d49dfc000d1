import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FileReader } from '../variables/fileReader.ts';

/** Where a body's file is looked for: beside the request file, then in the workspace root; an absolute path as it is. */
export function bodyFileCandidates(
  path: string,
  requestPath: string | null,
  workspaceRoot: string | null,
): string[] {
  if (isAbsolute(path)) return [path];
  const folders = [requestPath === null ? null : dirname(resolve(requestPath)), workspaceRoot];
  return [...new Set(folders.flatMap((folder) => (folder === null ? [] : [join(folder, path)])))];
}

/** The first candidate that is a file. */
export async function findFile(
  reader: FileReader,
  candidates: readonly string[],
): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await reader.isFile(candidate)) return candidate;
  }
  return undefined;
}
