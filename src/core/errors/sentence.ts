import type { FailurePhase } from './wireError.ts';

/**
 * What a failure says to people. `{0}`, `{1}` … are the params named in `params`, in that order, the same in all
 * sentences. The English text is the key of its translation.
 */
export interface Sentence {
  /** What happened. */
  message: string;
  /** What is said in the place of `message` where it happened in that phase. */
  inPhase?: Partial<Record<FailurePhase, string>>;
  /** What to try; empty where there is nothing to try. */
  hint: string;
  params: readonly string[];
}
