import { parseReports } from '../core/request-file/parseReport.ts';
import type { ParseReport } from '../core/request-file/parseReport.ts';
import type { ParseArguments } from './arguments.ts';
import { errorLine } from './commandIo.ts';
import type { CommandIo } from './commandIo.ts';
import { FileError } from './fileError.ts';
import { readRequestTrees } from './requestTrees.ts';
import type { ExitCode } from './verdict.ts';

/** `wirebook parse`: what the parser understands; no network. 2 where a file is missing or has errors. */
export async function parse({ files, json }: ParseArguments, io: CommandIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  for (const file of files) {
    exitCode = (await parseOne(file, json, io)) ? exitCode : 2;
  }
  return exitCode;
}

async function parseOne(file: string, json: boolean, io: CommandIo): Promise<boolean> {
  const trees = await readRequestTrees(file).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    io.writeError(errorLine(file, error.place, error.code, error.message));
    return null;
  });
  if (trees === null) return false;
  for (const report of trees.flatMap(parseReports)) {
    io.write(json ? `${JSON.stringify(report)}\n` : `${describe(report)}\n`);
  }
  const diagnostics = trees.flatMap((tree) => tree.diagnostics);
  for (const { code, message, range, severity } of diagnostics) {
    if (!json || severity === 'error') {
      io.writeError(errorLine(file, range, code, message));
    }
  }
  return diagnostics.every(({ severity }) => severity !== 'error');
}

function describe(report: ParseReport): string {
  const name = report.name === null ? '' : `  ${report.name}`;
  return `${report.file}:${report.line}  ${report.kind}  ${report.method} ${report.url}${name}`;
}
