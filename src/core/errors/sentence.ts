import type { FailurePhase } from './wireError.ts';

/** What is said in one case of a failure, in the place of what is said in all. */
export interface SentenceOfCase {
  message?: string;
  hint: string;
}

/**
 * What a failure says to people. `{0}`, `{1}` … are the params named in `params`, in that order, the same in all
 * sentences. The English text is the key of its translation.
 */
export interface Sentence {
  /** What happened. */
  message: string;
  /** What is said in the place of `message` where it happened in that phase. */
  inPhase?: Partial<Record<FailurePhase, string>>;
  /** By the param `case`, else by `diagnostic`, for those of which more is known. */
  inCase?: Record<string, SentenceOfCase>;
  /** What to try; empty where there is nothing to try. */
  hint: string;
  params: readonly string[];
}
