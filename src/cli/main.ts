import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArguments, usage, UsageError } from './arguments.ts';
import { errorLine } from './commandIo.ts';
import type { CommandIo } from './commandIo.ts';
import { FileError } from './fileError.ts';
import type { ExitCode } from './verdict.ts';

/** Runs a command line (`process.argv.slice(2)`); resolves with the exit code. */
export async function main(argv: string[], io: CommandIo): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof FileError) {
      io.writeError(errorLine(error.file, error.place, error.code, error.message));
    } else if (error instanceof UsageError) {
      io.writeError(`wirebook: ${error.message}\n\n${usage}`);
    } else {
      throw error;
    }
    return 2;
  }
}

async function dispatch(argv: string[], io: CommandIo): Promise<ExitCode> {
  const args = parseArguments(argv);
  switch (args.command) {
    case 'run': {
      const { run } = await import('./run.ts');
      return run(args, io);
    }
    case 'parse': {
      const { parse } = await import('./parse.ts');
      return parse(args, io);
    }
    case 'demo': {
      const { demo } = await import('./demo.ts');
      return demo(args, io);
    }
    case 'help':
      io.write(usage);
      return 0;
    case 'version':
      io.write(`${await versionIn(io.packageFolder)}\n`);
      return 0;
  }
}

async function versionIn(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return String(version);
}
