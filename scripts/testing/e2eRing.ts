import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from '../childProcess.ts';
import { provideCodeServer } from '../vscode/codeServer.ts';
import { brokenRing } from './ring.ts';
import type { Ring, RingResult } from './ring.ts';

const resultsFile = 'test-results/e2e.json';

interface Report {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** Playwright: the console alone in a page, and a person's way through the embedded VS Code. */
export function e2eRing(timeoutMs: number): Ring {
  return { name: 'e2e', needsPackage: true, run: () => runSpecs(timeoutMs) };
}

async function runSpecs(timeoutMs: number): Promise<RingResult> {
  rmSync(resultsFile, { force: true });
  if (globSync('test/e2e/**/*.spec.ts').length === 0) return brokenRing('No specs in test/e2e.');
  await provideCodeServer();
  const cli = resolve('node_modules/@playwright/test/cli.js');
  await run(process.execPath, [cli, 'test'], { timeoutMs, show: true });
  if (!existsSync(resultsFile)) return brokenRing('The specs did not come to an end.');
  const { stats, errors } = JSON.parse(readFileSync(resultsFile, 'utf8')) as Report;
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: Array.from({ length: stats.skipped }, () => 'a spec (see above)'),
  };
}
