import type { RecordedAnswer } from '../recording/recordedAnswer.ts';

/** `?? type value operator expected` with its variables resolved; what is not written is `null`. */
export interface PreparedAssertion {
  /** From 1. */
  line: number;
  /** As written, without `??`: the name of the expectation. */
  text: string;
  type: string;
  value: string | null;
  operator: string | null;
  expected: string | null;
}

/** What assertions look at. */
export type AssertedResponse = Pick<
  RecordedAnswer,
  'status' | 'headers' | 'body' | 'isCut' | 'durationMs'
>;

/** How an assertion went; `actual` is what was there, for people. */
export interface AssertionVerdict {
  passed: boolean;
  actual: string;
}
