import { createContext, Script } from 'node:vm';

const work: { run: (() => void) | null } = { run: null };
const context = createContext(work);
const script = new Script('run()');

/**
 * Runs `task`; false where it was stopped because it took longer. Stops anywhere, so the task must only write to
 * what is thrown away then. This is the one way to end a regular expression that backtracks for ever.
 */
export function runWithin(timeoutMs: number, task: () => void): boolean {
  work.run = task;
  try {
    script.runInContext(context, { timeout: timeoutMs });
    return true;
  } catch (error) {
    if (isTimeout(error)) return false;
    throw error;
  } finally {
    work.run = null;
  }
}

/** The error belongs to the context, so it is no `Error` of ours. */
function isTimeout(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
