import { dirname, join, resolve } from 'node:path';
import { nodeFiles } from './nodeFiles.ts';

/** The folder up to which environment files are looked for: the root of the repository, else the current folder. */
export async function environmentRoot(requestPath: string): Promise<string> {
  let folder = dirname(resolve(requestPath));
  while ((await nodeFiles.stat(join(folder, '.git'))) === undefined) {
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}
