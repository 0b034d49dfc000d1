import { dirname, join, relative, resolve, isAbsolute } from 'node:path';
import {
  isShared,
  readEnvironmentFile,
  type EnvironmentFile,
  type EnvironmentFileKind,
} from './environmentFile.ts';
import type { FileReader } from './fileReader.ts';

/** The environment files that hold for a request file. */
export interface EnvironmentSet {
  /** The nearest folder first; in a folder `private`, `user`, `public`. */
  files: readonly EnvironmentFile[];
  /** Names of all environments that can be chosen, in order of appearance. */
  names: readonly string[];
}

/** No environment files at all. */
export const noEnvironments: EnvironmentSet = { files: [], names: [] };

const fileNames: readonly (readonly [EnvironmentFileKind, string])[] = [
  ['private', 'http-client.private.env.json'],
  ['user', 'http-client.env.json.user'],
  ['public', 'http-client.env.json'],
];
/** Names of the environment files: a change in one bears on the request files around it. */
export const environmentFileNames: readonly string[] = fileNames.map(([, name]) => name);

/** Folders looked through at most, from the request file's upwards. */
const maxFolders = 64;

/** Reads the environment files from the request file's folder up to the workspace's, or of that folder alone. */
export async function loadEnvironments(
  reader: FileReader,
  requestPath: string,
  workspaceRoot: string | null,
): Promise<EnvironmentSet> {
  const wanted = foldersUpTo(dirname(resolve(requestPath)), workspaceRoot).flatMap((folder) =>
    fileNames.map(([kind, name]) => ({ kind, path: join(folder, name) })),
  );
  const found = await Promise.all(
    wanted.map(async ({ kind, path }) => {
      const text = await reader.readText(path);
      return text === undefined ? [] : [readEnvironmentFile(path, kind, text)];
    }),
  );
  const files = found.flat();
  const names = new Set(files.flatMap((file) => [...file.environments.keys()]));
  return { files, names: [...names].filter((name) => !isShared(name)) };
}

function foldersUpTo(folder: string, root: string | null): string[] {
  const folders = [folder];
  if (root === null || !isInside(folder, resolve(root))) return folders;
  let current = folder;
  while (current !== resolve(root) && folders.length < maxFolders) {
    current = dirname(current);
    folders.push(current);
  }
  return folders;
}

function isInside(folder: string, root: string): boolean {
  const way = relative(root, folder);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}
