import { dirname, isAbsolute, join, resolve as absolute } from 'node:path';
import { parseRequestFile } from '../request-file/parseRequestFile.ts';
import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';
import { splitRunTarget } from '../request-file/runTarget.ts';
import type { SourceText } from '../request-file/textRange.ts';
import type { VariableContext } from './checkVariables.ts';
import type { FileReader } from './fileReader.ts';
import { Resolver } from './resolver.ts';
import { VariableScope } from './scope.ts';

/** Files that one request file may import, those of its imports included. */
const maxImports = 100;

/** The files that a request file names in `# @import` and `import`, and the paths that lead nowhere. */
export interface ImportedFiles {
  files: RequestFile[];
  missing: SourceText[];
  /** Those of `run file.http`, by the path as written. */
  run: ReadonlyMap<string, RequestFile>;
}

/** Reads what a file imports, and what that imports, each once; a path is relative to the file that it stands in. */
export async function loadImports(
  file: RequestFile,
  reader: FileReader,
  context: VariableContext,
): Promise<ImportedFiles> {
  const files = new Map<string, RequestFile>();
  const missing: SourceText[] = [];
  const waiting: RequestFile[] = [file];
  for (let current = waiting.shift(); current; current = waiting.shift()) {
    for (const written of importsOf(current)) {
      const resolved = resolve(written, current, { ...context, imports: [] });
      const path = pathOf(resolved, current);
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
  const imports = [...files.values()];
  return { files: imports, missing, run: await loadRun(file, reader, { ...context, imports }) };
}

/** The paths that stand in a block. */
export function pathsIn({ range }: RequestBlock, paths: readonly SourceText[]): SourceText[] {
  return paths.filter(
    ({ range: { offset } }) => range.offset <= offset && offset < range.endOffset,
  );
}

/** A path with the variables of the file that it stands in, of what that imports as far as it is known, of environments and arguments. */
function resolve(written: SourceText, file: RequestFile, context: VariableContext): string {
  const block = file.blocks.at(-1);
  if (block === undefined || !written.text.includes('{{')) return written.text;
  const scope = new VariableScope({ ...context, file, block });
  return new Resolver(scope, context.sources).resolve(written);
}

function importsOf({ blocks }: RequestFile): SourceText[] {
  return blocks.flatMap(({ directives, handlers }) => [
    ...directives.flatMap(({ name, value }) =>
      name === 'import' && value !== null ? [value] : [],
    ),
    ...handlers.flatMap((handler) => (handler.kind === 'import' ? [handler.path] : [])),
  ]);
}

/** A file that runs itself is that file, so that the circle is seen. */
async function loadRun(
  file: RequestFile,
  reader: FileReader,
  context: VariableContext,
): Promise<Map<string, RequestFile>> {
  const files = new Map<string, RequestFile>();
  for (const written of runPathsOf(file)) {
    const path = pathOf(resolve(written, file, context), file);
    if (path === null || files.has(written.text) || files.size >= maxImports) continue;
    const text = path === ownPath(file) ? undefined : await reader.readText(path);
    if (path === ownPath(file)) files.set(written.text, file);
    else if (text !== undefined) files.set(written.text, parseRequestFile(text, { path }));
  }
  return files;
}

function runPathsOf({ blocks }: RequestFile): SourceText[] {
  const handlers = blocks.flatMap((block) => block.handlers);
  return handlers.flatMap((handler) => {
    if (handler.kind !== 'run') return [];
    const { text, range } = handler.target;
    const { path } = splitRunTarget(text);
    return path === null ? [] : [{ text: path, range }];
  });
}

function pathOf(written: string, { path }: RequestFile): string | null {
  if (isAbsolute(written)) return written;
  return path === null ? null : join(dirname(absolute(path)), written);
}

function ownPath({ path }: RequestFile): string | null {
  return path === null ? null : absolute(path);
}
