/*
 * Promises of a script. The source text of each function is evaluated inside the sandbox, beside those of `sandboxParts.ts`.
 */

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}

/** Promises that nobody in the script waits for: how many are open, and what the others failed with. */
export interface Unawaited {
  open: number;
  errors: unknown[];
}

/** Keeps an eye on what a script or a function of it comes to, where it is a promise. */
export function watchPromise(unawaited: Unawaited, value: unknown): void {
  if (!isThenable(value)) return;
  unawaited.open++;
  const settled = (): void => void unawaited.open--;
  void Promise.resolve(value)
    .catch((error: unknown) => void unawaited.errors.push(error))
    .then(settled);
}

/** Throws what a promise failed with, as if it were thrown now. */
export function throwUnawaited({ open, errors }: Unawaited, isListening: boolean): void {
  if (errors.length > 0) throw errors.shift();
  if (open > 0 && !isListening) throw new Error('it waits for a promise that nothing settles');
}

/** What the sandbox must know of this file. */
export const promiseFunctions = [isThenable, throwUnawaited, watchPromise];
