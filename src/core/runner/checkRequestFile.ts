import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import type { RequestFile } from '../request-file/requestFile.ts';
import { checkEnvironment, checkVariables } from '../variables/checkVariables.ts';
import { loadImports } from '../variables/importedFiles.ts';
import { checkBodyFiles } from './checkBodyFiles.ts';
import type { PrepareContext } from './prepareContext.ts';

/**
 * What the text alone does not show: variables without a value, an environment and body files that do not exist
 * (WB2xxx, WB3xxx), in the order of the text. Add them to the file's own diagnostics.
 */
export async function checkRequestFile(
  file: RequestFile,
  context: Pick<
    PrepareContext,
    'reader' | 'workspaceRoot' | 'environments' | 'environment' | 'overrides' | 'order' | 'sources'
  >,
): Promise<Diagnostic[]> {
  const { reader, workspaceRoot } = context;
  const { files: imports, missing, run } = await loadImports(file, reader, context);
  return [
    ...missing.map(({ text, range }) => diagnose('WB3007', range, text)),
    ...checkEnvironment(file, context),
    ...checkVariables(file, { ...context, imports, run }),
    ...(await checkBodyFiles(file, reader, workspaceRoot)),
  ].toSorted((a, b) => a.range.offset - b.range.offset);
}
