import { printable } from './printable.ts';
import type { Write } from './reporter.ts';

/** What a command may touch of the process. */
export interface CommandIo {
  write: Write;
  writeError: Write;
  /** Resolves when what was written has been taken: a slow reader slows us down. */
  drained: () => Promise<void>;
  /** Aborted when the user interrupts. */
  interrupted: AbortSignal;
  /** Where the program's `package.json` is. */
  packageFolder: string;
}

/** An error with its place, as editors and CI understand it; lines and columns count from 1. */
export function errorLine(
  file: string,
  place: { line: number; column: number },
  code: string,
  sentence: string,
): string {
  return printable(`${file}:${place.line}:${place.column}: ${code} ${sentence}\n`);
}
