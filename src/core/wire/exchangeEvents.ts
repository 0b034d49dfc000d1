import type { FailurePhase, WireErrorCode } from '../errors/wireError.ts';
import type { ExchangeKind, Outcome, Timings } from './wireFacts.ts';

interface ExchangeStarted {
  event: 'exchange.started';
  kind: ExchangeKind;
  name: string | null;
  file: string;
  line: number;
  method: string;
  url: string;
  /** ISO 8601 with milliseconds. */
  startedAt: string;
}

interface ScriptLog {
  event: 'script.log';
  /** Where the script begins in the request file, from 1. */
  line: number;
  text: string;
}

interface ResponseSaved {
  event: 'response.saved';
  /** Where `>> file` stands in the request file, from 1. */
  line: number;
  path: string;
  bytes: number;
}

interface Expect {
  event: 'expect';
  /** Where it stands in the request file, from 1. */
  line: number;
  column?: number;
  text: string;
  passed: boolean;
  /** What came instead; empty where nothing came. */
  actual: string;
  /** What says so: an assertion `??`, or a test of a script; missing for a step of a conversation. */
  of?: 'assertion' | 'test';
  /** Why nothing came: the time was up, or the peer had closed. */
  missing?: 'timeout' | 'closed';
  /** The message that was looked at: its place among the messages of both directions, from 0. */
  message?: number;
}

interface ExchangeFailed {
  event: 'exchange.failed';
  code: WireErrorCode;
  phase: FailurePhase;
  /** What happened, a sentence in English; hosts render their own from `code` and `params`. */
  message: string;
  /** What to try. */
  hint: string;
  /** The system's own words, e.g. `ECONNREFUSED`; `null` where there are none. */
  cause: string | null;
  params: Record<string, string>;
}

interface ExchangeCompleted {
  event: 'exchange.completed';
  outcome: Outcome;
  timings: Timings;
  bytes: { sent: number; received: number };
  /** How many `expect` events there were, also of those that fell out of the recording; missing where there was none. */
  expectations?: { met: number; unmet: number };
}

/** What is told of an exchange as a whole, its steps and its scripts. */
export type ExchangeEvent =
  ExchangeStarted | ScriptLog | ResponseSaved | Expect | ExchangeFailed | ExchangeCompleted;
