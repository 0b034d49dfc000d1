import type { RingResult } from './ring.ts';

/** What test/host/index.ts reports of one test. */
export interface TestReport {
  title: string;
  state: 'passed' | 'failed' | 'skipped';
  error?: string | undefined;
}

/** How far the suites in VS Code have come; written anew with every step, so that it outlives its process. */
export interface HostProgress {
  /** Number of tests. */
  planned: number;
  /** The test that runs; null between tests, and when all is over. */
  running: string | null;
  reports: TestReport[];
}

/** The verdict on a run of the suites, and what keeps it from being complete; `exitCode` is VS Code's. */
export function judge(
  progress: HostProgress | null,
  exitCode: number | null,
): RingResult & { problem: string | null } {
  const reports = progress?.reports ?? [];
  const titles = (state: string): string[] =>
    reports.filter((one) => one.state === state).map(({ title }) => title);
  const failed = titles('failed').length;
  const problem = problemOf(progress, exitCode, failed);
  return {
    passed: titles('passed').length,
    failed: failed + (problem === null ? 0 : 1),
    skipped: titles('skipped'),
    problem,
  };
}

/** VS Code may leave with 0 when its extension host dies, so its code alone says little. */
function problemOf(
  progress: HostProgress | null,
  exitCode: number | null,
  failed: number,
): string | null {
  if (progress === null) return 'No suite in VS Code reported back.';
  const { planned, running, reports } = progress;
  if (planned === 0) return 'There was no test in VS Code.';
  if (running !== null) return `The extension host ended in the test “${running}”.`;
  // A hook that fails leaves out the tests behind it, and is reported itself.
  if (failed > 0) return null;
  if (reports.length < planned) {
    return `The extension host ended after ${reports.length} of ${planned} tests.`;
  }
  return exitCode === 0 ? null : `All tests ran, but VS Code ended with ${exitCode ?? 'a signal'}.`;
}
