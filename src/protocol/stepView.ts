/** View models of conversations: steps and what they expect. */

/** A line of an `=== expect` and how it went. */
export interface ExpectationView {
  line: number;
  text: string;
  passed: boolean;
  /** What came instead; empty where nothing came. */
  actual: string;
  missing?: 'timeout' | 'closed';
}

/** An assertion or a test of a script, and how it went. */
export interface CheckView {
  /** In the request file, from 1. */
  line: number;
  text: string;
  passed: boolean;
  /** What was there, or why the test failed. */
  actual: string;
}

/** A step of a conversation and how it stands. */
export interface StepView {
  line: number;
  /** As written in the request file. */
  text: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** When it began; null while it waits for its turn. */
  timeMs: number | null;
  /** How often it was begun; more than once inside a `repeat`. */
  rounds: number;
  expectations: ExpectationView[];
}
