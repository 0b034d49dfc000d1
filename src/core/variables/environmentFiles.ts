import { dirname, join, resolve } from 'node:path';
import {
  isShared,
  readEnvironmentFile,
  type EnvironmentFile,
  type EnvironmentFileKind,
} from './environmentFile.ts';
import { dotenvFileNames, readDotenvFile, type DotenvFile } from './dotenvFile.ts';
import { isInside } from './isInside.ts';
import type { FileReader } from './fileReader.ts';
import type { SettingsEnvironments } from './settingsEnvironments.ts';

/** The environments that hold for a request file. */
export interface EnvironmentSet {
  /** The nearest folder first; in a folder `private`, `user`, `public`. */
  files: readonly EnvironmentFile[];
  /** Those of settings; they yield to files. */
  settings: readonly SettingsEnvironments[];
  /** `.env` files, the winner first; asked for by name only. */
  dotenv: readonly DotenvFile[];
  /** Names of all environments that can be chosen, in order of appearance. */
  names: readonly string[];
}

/** No environment files at all. */
export const noEnvironments: EnvironmentSet = { files: [], settings: [], dotenv: [], names: [] };

const fileNames: readonly (readonly [EnvironmentFileKind, string])[] = [
  ['private', 'http-client.private.env.json'],
  ['user', 'http-client.env.json.user'],
  ['public', 'http-client.env.json'],
];

/** True for a file whose change bears on the request files around it. */
export function isEnvironmentFileName(name: string): boolean {
  return fileNames.some(([, known]) => known === name) || /^\.env(?:\.|$)/.test(name);
}

/** Folders looked through at most, from the request file's upwards. */
const maxFolders = 64;

/** What beside the files defines environments. */
export interface EnvironmentChoices {
  /** The environment chosen: its `.env.<name>` is read too. */
  environment?: string | null;
  settings?: readonly SettingsEnvironments[];
}

/** Reads the environment and `.env` files from the request file's folder up to the workspace's, or of that folder alone. */
export async function loadEnvironments(
  reader: FileReader,
  requestPath: string,
  workspaceRoot: string | null,
  { environment = null, settings = [] }: EnvironmentChoices = {},
): Promise<EnvironmentSet> {
  const folders = foldersUpTo(dirname(resolve(requestPath)), workspaceRoot);
  const files = await readAll(
    reader,
    folders.flatMap((folder) =>
      fileNames.map(([kind, name]) => ({ kind, path: join(folder, name) })),
    ),
    ({ kind, path }, text) => readEnvironmentFile(path, kind, text),
  );
  const dotenv = await readAll(
    reader,
    folders.flatMap((folder) =>
      dotenvFileNames(environment).map((name) => ({ path: join(folder, name) })),
    ),
    ({ path }, text) => readDotenvFile(path, text),
  );
  const names = [...files, ...settings].flatMap(({ environments }) => [...environments.keys()]);
  const chosen = [...new Set(names)].filter((name) => !isShared(name));
  return { files, settings, dotenv, names: chosen };
}

/** Reads those files that exist. */
async function readAll<Wanted extends { path: string }, File>(
  reader: FileReader,
  wanted: Wanted[],
  read: (wanted: Wanted, text: string) => File,
): Promise<File[]> {
  const found = await Promise.all(
    wanted.map(async (file) => {
      const text = await reader.readText(file.path);
      return text === undefined ? [] : [read(file, text)];
    }),
  );
  return found.flat();
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

/** What an environment file says under a key that is no variable. */
interface FoundConfiguration {
  value: unknown;
  path: string;
  kind: EnvironmentFileKind;
}

/** What the files say under a key such as `Security`, for the environment, then for all; the nearest and private first. */
export function environmentConfiguration(
  { files }: EnvironmentSet,
  environment: string | null,
  key: string,
): FoundConfiguration[] {
  const names = [environment, '$shared', '$kulalaShared'].filter((name) => name !== null);
  return names.flatMap((name) =>
    files.flatMap(({ configurations, path, kind }) => {
      const value = configurations.get(name)?.get(key);
      return value === undefined ? [] : [{ value, path, kind }];
    }),
  );
}
