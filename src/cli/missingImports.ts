import { diagnose } from '../core/request-file/diagnostic.ts';
import type { PrepareContext } from '../core/runner/prepareContext.ts';
import { loadImports, pathsIn } from '../core/variables/importedFiles.ts';
import type { NamedRequest } from '../core/variables/scope.ts';
import { errorLine, type CommandIo } from './commandIo.ts';
import { nodeFiles } from './nodeFiles.ts';

/** Says which imports lead nowhere, but for those of the requests themselves: they are told as failures. */
export async function warnOfMissingImports(
  requests: readonly NamedRequest[],
  context: PrepareContext,
  io: CommandIo,
): Promise<void> {
  for (const file of new Set(requests.map((request) => request.file))) {
    const { missing } = await loadImports(file, nodeFiles, context);
    const told = new Set(requests.flatMap(({ block }) => pathsIn(block, missing)));
    for (const path of missing.filter((each) => !told.has(each))) {
      const { range, code, message } = diagnose('WB3007', path.range, path.text);
      io.writeError(errorLine(file.path ?? '', range, code, message));
    }
  }
}
