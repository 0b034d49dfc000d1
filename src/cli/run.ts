import { writeFile } from 'node:fs/promises';
import { LocalEngine } from '../engine/localEngine.ts';
import type { RunArguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import type { CommandIo } from './commandIo.ts';
import { jsonReporter } from './jsonReporter.ts';
import { junitReporter } from './junitReporter.ts';
import type { Reporter } from './reporter.ts';
import { RequestRuns } from './requestRuns.ts';
import { requestSourceOf } from './requestSource.ts';
import type { RequestSource } from './requestSource.ts';
import { textReporter } from './textReporter.ts';
import type { ExitCode } from './verdict.ts';

const recordingLimitBytes = 512 * 1024 * 1024;

/** `wirebook run`: sends requests of a file and reports what happened. The highest exit code of all requests wins. */
export async function run(args: RunArguments, io: CommandIo): Promise<ExitCode> {
  const source = await requestSourceOf(args, io);
  await startRecord(args.recordPath);
  if (args.keyLogPath !== null) warnOfKeys(args.keyLogPath, io);
  const engine = new LocalEngine();
  await engine.configure({ recordingLimitBytes, showSecrets: args.showSecrets });
  const reporter = reporterOf(args, io);
  try {
    const runs = new RequestRuns({ args, io, engine, reporter, source });
    await runAll(source, runs, args.parallel);
    const exitCode = await runs.exitCode();
    reporter.end();
    return exitCode;
  } finally {
    await engine.dispose();
  }
}

async function runAll(
  { requests }: RequestSource,
  runs: RequestRuns,
  parallel: boolean,
): Promise<void> {
  if (parallel) {
    await Promise.all(requests.map((request) => runs.run(request)));
    return;
  }
  for (const request of requests) await runs.run(request);
}

function reporterOf({ output, file }: RunArguments, { write }: CommandIo): Reporter {
  switch (output) {
    case 'json':
      return jsonReporter(write);
    case 'junit':
      return junitReporter(write, file);
    case 'text':
      return textReporter(write);
  }
}

async function startRecord(path: string | null): Promise<void> {
  if (path === null) {
    return;
  }
  await writeFile(path, '').catch((error: unknown) => {
    throw new UsageError(`--record ${path} cannot be written.`, { cause: error });
  });
}

/** Never silently: the file undoes what TLS is for. */
function warnOfKeys(path: string, io: CommandIo): void {
  io.writeError(
    `wirebook: the keys of all TLS connections go to ${path}: whoever has it can read what was sent.\n`,
  );
}
