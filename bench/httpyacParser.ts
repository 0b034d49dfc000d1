import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { providePeer } from './peers.ts';

/** What is used of httpyac's library; it has no types of its own for this. */
interface Httpyac {
  io: { fileProvider: Record<string, unknown> };
  store: {
    HttpFileStore: new () => {
      parse(path: string, text: string, options: object): Promise<{ httpRegions: unknown[] }>;
    };
  };
}

/** httpYac's parser: resolves with the number of regions it finds. Each call begins with an empty store. */
export function httpyacParser(): (text: string) => Promise<number> {
  const main = providePeer('httpyac', '6.16.7', 'dist/index.js');
  const { io, store } = createRequire(import.meta.url)(main) as Httpyac;
  Object.assign(io.fileProvider, {
    isAbsolute: (path: string) => Promise.resolve(isAbsolute(path)),
    dirname,
    joinPath: join,
    exists: () => Promise.resolve(false),
    readdir: () => Promise.resolve([]),
    hasExtension: () => false,
    fsPath: (path: string) => path,
    toString: (path: string) => path,
  });
  return async (text) => {
    const options = { workingDir: '/bench', config: {} };
    const file = await new store.HttpFileStore().parse('/bench/requests.http', text, options);
    return file.httpRegions.length;
  };
}
