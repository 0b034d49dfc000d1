import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from '../childProcess.ts';
import { provideCodeServer } from '../vscode/codeServer.ts';
import { judge } from './hostProgress.ts';
import type { HostProgress, TestReport } from './hostProgress.ts';
import type { Ring, RingResult } from './ring.ts';

const progressFile = resolve('.vscode-test/host-progress.json');

/** Mocha suites inside the extension host of a real VS Code. */
export function hostRing(timeoutMs: number): Ring {
  return { name: 'host', needsPackage: true, run: () => runSuites(timeoutMs) };
}

async function runSuites(timeoutMs: number): Promise<RingResult> {
  rmSync(progressFile, { force: true });
  if (process.env['WIREBOOK_VSCODE'] === undefined) await provideCodeServer();
  const { code, output } = await run(process.execPath, ['scripts/testing/runHostTests.ts'], {
    timeoutMs,
    env: { ...process.env, WIREBOOK_HOST_PROGRESS: progressFile },
  });
  const progress = readProgress();
  progress?.reports.forEach(print);
  const { problem, ...result } = judge(progress, code);
  if (code !== 0 || problem !== null)
    console.log(`What VS Code printed:\n${output.slice(-20_000)}`);
  if (problem !== null) console.log(`✖ ${problem}`);
  return result;
}

function readProgress(): HostProgress | null {
  if (!existsSync(progressFile)) return null;
  return JSON.parse(readFileSync(progressFile, 'utf8')) as HostProgress;
}

function print({ title, state, error }: TestReport): void {
  const mark = { passed: '✔', failed: '✖', skipped: '﹣' }[state];
  console.log(`${mark} ${title}${error === undefined ? '' : `\n${error}`}`);
}
