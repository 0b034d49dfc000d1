import { parseRequestFile } from '../../src/core/request-file/parseRequestFile.ts';
import {
  requestsOf,
  type RequestBlockWithRequest,
  type RequestFile,
} from '../../src/core/request-file/requestFile.ts';
import {
  defaultRequestOptions,
  type PrepareContext,
} from '../../src/core/runner/prepareContext.ts';
import { systemSources } from '../../src/core/variables/dynamicVariables.ts';
import { loadEnvironments, noEnvironments } from '../../src/core/variables/environmentFiles.ts';
import { nobody } from '../../src/core/variables/need.ts';
import type { FileReader } from '../../src/core/variables/fileReader.ts';

/** The folder that files of a test seem to lie in. */
export const workspace = '/work-space/api';

/** Files in memory, by path; a relative one lies in `workspace`. */
export function filesInMemory(files: Record<string, string | Uint8Array>): FileReader {
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [
      path.startsWith('/') ? path : `${workspace}/${path}`,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );
  return {
    isDisk: true,
    readText: (path) => {
      const bytes = contents.get(path);
      return Promise.resolve(bytes === undefined ? undefined : new TextDecoder().decode(bytes));
    },
    readBytes: (path) => Promise.resolve(contents.get(path)),
    stat: (path) => {
      const bytes = contents.get(path);
      if (bytes !== undefined) {
        return Promise.resolve({ kind: 'file', sizeBytes: bytes.length } as const);
      }
      const isFolder = [...contents.keys()].some((file) => file.startsWith(`${path}/`));
      return Promise.resolve(isFolder ? ({ kind: 'folder', sizeBytes: 0 } as const) : undefined);
    },
  };
}

/** What `prepareRequest` needs, with files in memory and settings as they are at first. */
export async function prepareContext(
  files: Record<string, string | Uint8Array> = {},
  changes: Partial<PrepareContext> = {},
): Promise<PrepareContext> {
  const reader = filesInMemory(files);
  const environments =
    Object.keys(files).length === 0
      ? noEnvironments
      : await loadEnvironments(reader, `${workspace}/sub/requests.http`, workspace);
  return {
    reader,
    workspaceRoot: workspace,
    environments,
    environment: null,
    overrides: new Map(),
    order: 'wirebook',
    outside: nobody,
    scripts: null,
    options: defaultRequestOptions,
    sources: systemSources,
    ...changes,
  };
}

/** The tree of a text that seems to lie in `workspace`/sub. */
export function parseText(text: string): RequestFile {
  return parseRequestFile(text, { path: `${workspace}/sub/requests.http` });
}

/** The request number `index` of a file. */
export function requestAt(file: RequestFile, index = 0): RequestBlockWithRequest {
  const block = requestsOf(file)[index];
  if (block === undefined) throw new Error(`the file has no request ${index}`);
  return block;
}
