import { readFile, stat } from 'node:fs/promises';
import type { FileReader } from '../core/variables/fileReader.ts';

/** Files of this machine, for the command line. */
export const nodeFiles: FileReader = {
  readText: async (path) => (await orUndefined(readFile(path)))?.toString('utf8'),
  readBytes: (path) => orUndefined(readFile(path)),
  isFile: async (path) => (await orUndefined(stat(path)))?.isFile() ?? false,
};

/** A file that is missing or cannot be read is `undefined`, as `FileReader` says. */
function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
