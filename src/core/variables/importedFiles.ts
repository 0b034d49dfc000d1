import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parseRequestFile } from '../request-file/parseRequestFile.ts';
import type { RequestFile } from '../request-file/requestFile.ts';
import type { SourceText } from '../request-file/textRange.ts';
import type { FileReader } from './fileReader.ts';

/** Files that one request file may import, those of its imports included. */
const maxImports = 100;

/** The files that `# @import` names, and the paths that lead nowhere. */
export interface ImportedFiles {
  files: RequestFile[];
  missing: SourceText[];
}

/** Reads what a file imports, and what that imports, each once; a path is relative to the file that it stands in. */
export async function loadImports(file: RequestFile, reader: FileReader): Promise<ImportedFiles> {
  const files = new Map<string, RequestFile>();
  const missing: SourceText[] = [];
  const waiting: RequestFile[] = [file];
  for (let current = waiting.shift(); current; current = waiting.shift()) {
    for (const written of importsOf(current)) {
      const path = pathOf(written.text, current);
      if (path === null || files.has(path) || path === ownPath(file)) continue;
      const text = files.size < maxImports ? await reader.readText(path) : undefined;
      if (text === undefined) {
        if (current === file) missing.push(written);
        continue;
      }
      const imported = parseRequestFile(text, { path });
      files.set(path, imported);
      waiting.push(imported);
    }
  }
  return { files: [...files.values()], missing };
}

function importsOf({ blocks }: RequestFile): SourceText[] {
  return blocks
    .flatMap(({ directives }) => directives)
    .flatMap(({ name, value }) => (name === 'import' && value !== null ? [value] : []));
}

function pathOf(written: string, { path }: RequestFile): string | null {
  if (isAbsolute(written)) return written;
  return path === null ? null : join(dirname(resolve(path)), written);
}

function ownPath({ path }: RequestFile): string | null {
  return path === null ? null : resolve(path);
}
