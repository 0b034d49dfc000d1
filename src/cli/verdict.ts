import type { WireEvent, WireEventOf } from '../core/wire/events.ts';

/** 0 all went well, 1 an expectation failed, 2 the file cannot be understood, 3 the network. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What speaks against one exchange; empty sentences speak for it. */
export interface Problem {
  exitCode: Exclude<ExitCode, 0>;
  message: string;
}

/**
 * Judges an exchange by its events. Where the file states no expectation, a status of 400 or more was not expected.
 */
export function problemOf(events: readonly WireEvent[]): Problem | null {
  const failed = events.find((event) => event.event === 'exchange.failed');
  if (failed !== undefined) {
    return { exitCode: exitCodeOf(failed), message: failed.message };
  }
  const told = events.filter((event) => event.event === 'expect');
  const unmet = told.find((event) => !event.passed);
  if (unmet !== undefined) {
    return { exitCode: 1, message: unmetSentence(unmet) };
  }
  const completed = events.find((event) => event.event === 'exchange.completed');
  const expectations = completed?.expectations ?? { met: told.length, unmet: 0 };
  if (expectations.unmet > 0) {
    return { exitCode: 1, message: forgottenSentence(expectations.unmet) };
  }
  const response = events.findLast((event) => event.event === 'http.response');
  if (expectations.met === 0 && response !== undefined && response.status >= 400) {
    return { exitCode: 1, message: `The status is ${response.status} ${response.reason}.` };
  }
  return null;
}

/** A script that fails is like an expectation that is not met. */
function exitCodeOf({ phase, code }: WireEventOf<'exchange.failed'>): 1 | 2 | 3 {
  if (phase === 'prepare') return 2;
  return code.startsWith('WB_SCRIPT_') ? 1 : 3;
}

/** The recording keeps what came last. */
function forgottenSentence(unmet: number): string {
  return unmet === 1
    ? 'One expectation was not met; the recording has no room for it any more.'
    : `${unmet} expectations were not met; the recording has no room for them any more.`;
}

/** What an expectation that was not met says to people. */
export function unmetSentence({ text, actual, missing, of }: WireEventOf<'expect'>): string {
  if (of === 'test') return `The test “${text}” failed: ${actual}.`;
  const instead = {
    timeout: 'nothing came in time',
    closed: 'the connection was closed before',
    none: `it was ${actual}`,
  };
  return `Expected ${text}, but ${instead[missing ?? 'none']}.`;
}

/** The events that a verdict needs; the rest need not be kept. */
export function concernsVerdict(event: WireEvent): boolean {
  return (
    event.event === 'exchange.started' ||
    event.event === 'exchange.failed' ||
    event.event === 'exchange.completed' ||
    event.event === 'expect' ||
    event.event === 'http.response'
  );
}
