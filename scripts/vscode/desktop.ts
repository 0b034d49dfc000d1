import { findProgram, hasDisplay } from './programs.ts';

/** The desktop VS Code of this machine, if it has one that can show a window. */
export function findDesktopVscode(): string | undefined {
  return hasDisplay() ? findProgram(['code', 'code-insiders', 'codium']) : undefined;
}
