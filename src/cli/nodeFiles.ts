import { readFile, stat } from 'node:fs/promises';
import type { FileFacts, FileReader } from '../core/variables/fileReader.ts';

/** Files of this machine, for the command line. */
export const nodeFiles: FileReader = {
  isDisk: true,
  readText: async (path) => (await orUndefined(readFile(path)))?.toString('utf8'),
  readBytes: (path) => orUndefined(readFile(path)),
  stat: (path) => orUndefined(factsOf(path)),
};

async function factsOf(path: string): Promise<FileFacts> {
  const facts = await stat(path);
  const kind = facts.isFile() ? 'file' : 'other';
  return { kind: facts.isDirectory() ? 'folder' : kind, sizeBytes: facts.size };
}

/** A file that is missing or cannot be read is `undefined`, as `FileReader` says. */
function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
