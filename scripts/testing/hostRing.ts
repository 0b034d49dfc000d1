import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from '../childProcess.ts';
import { provideCodeServer } from '../vscode/codeServer.ts';
import { brokenRing } from './ring.ts';
import type { Ring, RingResult } from './ring.ts';

/** What test/host/index.ts reports of one test. */
interface TestReport {
  title: string;
  state: 'passed' | 'failed' | 'skipped';
  error?: string;
}

const resultsFile = resolve('.vscode-test/host-results.json');

/** Mocha suites inside the extension host of a real VS Code. */
export function hostRing(timeoutMs: number): Ring {
  return { name: 'host', needsPackage: true, run: () => runSuites(timeoutMs) };
}

async function runSuites(timeoutMs: number): Promise<RingResult> {
  rmSync(resultsFile, { force: true });
  if (process.env['WIREBOOK_VSCODE'] === undefined) await provideCodeServer();
  const { code, output } = await run(process.execPath, ['scripts/testing/runHostTests.ts'], {
    timeoutMs,
    env: { ...process.env, WIREBOOK_HOST_RESULTS: resultsFile },
  });
  const reports = readReports();
  for (const report of reports) print(report);
  const count = (state: string): number => reports.filter((one) => one.state === state).length;
  const failed = count('failed');
  if (code !== 0) console.log(`What VS Code printed:\n${output.slice(-20_000)}`);
  if (code !== 0 && failed === 0)
    return brokenRing('The suites in VS Code did not come to an end.');
  const skipped = reports.filter(({ state }) => state === 'skipped').map(({ title }) => title);
  return { passed: count('passed'), failed, skipped };
}

function readReports(): TestReport[] {
  if (!existsSync(resultsFile)) return [];
  return JSON.parse(readFileSync(resultsFile, 'utf8')) as TestReport[];
}

function print({ title, state, error }: TestReport): void {
  const mark = { passed: '✔', failed: '✖', skipped: '﹣' }[state];
  console.log(`${mark} ${title}${error === undefined ? '' : `\n${error}`}`);
}
