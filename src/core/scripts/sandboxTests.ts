import { shownValue, stopScript } from './sandboxParts.ts';
import { isThenable } from './sandboxPromises.ts';
import type { ScriptTest } from './script.ts';

/*
 * Tests of a script. The source text of each function is evaluated inside the sandbox, beside those of `sandboxParts.ts`.
 */

/** A test as the sandbox keeps it: while its promise is not settled, it has not passed. */
export interface RunningTest extends ScriptTest {
  isPending: boolean;
}

/** `client.test`: runs at once or until its promise is settled, and its failure ends only itself. */
export function runTest(tests: RunningTest[], name: unknown, body: () => unknown): void {
  if (tests.length >= 10_000) stopScript('TooManyError', 'more than 10,000 tests at once');
  const test = { name: shownValue(name), passed: false, message: '', isPending: false };
  const pass = () => Object.assign(test, { passed: true, message: '', isPending: false });
  const fail = (error: unknown) => {
    const message = shownValue(error instanceof Error ? error.message : error);
    Object.assign(test, { message, isPending: false });
  };
  try {
    const ending = body();
    if (isThenable(ending)) {
      Object.assign(test, { message: 'its promise was never settled', isPending: true });
      void Promise.resolve(ending).then(pass, fail);
    } else pass();
  } catch (error) {
    fail(error);
  }
  tests.push(test);
}

/** Takes out the tests that have ended, and also those that nothing can end any more. */
export function takeTests(tests: RunningTest[], isListening: boolean): RunningTest[] {
  const all = tests.splice(0);
  const mayEnd = ({ isPending }: RunningTest): boolean => isPending && isListening;
  tests.push(...all.filter(mayEnd));
  return all.filter((test) => !mayEnd(test));
}

/** What the sandbox must know of this file. */
export const testFunctions = [runTest, takeTests];
