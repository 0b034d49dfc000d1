import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { brokenRing } from './ring.ts';
import type { Ring, RingResult } from './ring.ts';

/** A ring of `node:test` files: everything named `*.test.ts` under the folder. */
export function nodeRing(name: string, folder: string, timeoutMs: number): Ring {
  return { name, needsPackage: false, run: () => runFiles(folder, timeoutMs) };
}

async function runFiles(folder: string, timeoutMs: number): Promise<RingResult> {
  const files = existsSync(folder) ? globSync(`${folder}/**/*.test.ts`) : [];
  if (files.length === 0) return brokenRing(`No tests in ${folder}.`);
  const tests = run({
    files,
    concurrency: Math.max(2, availableParallelism()),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const result: RingResult = { passed: 0, failed: 0, skipped: [] };
  tests.on('test:pass', ({ name, skip, todo, details }) => {
    if (details.type === 'suite') return;
    if (skip !== undefined || todo !== undefined) result.skipped.push(skipped(name, skip));
    else result.passed++;
  });
  tests.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') result.failed++;
  });
  const report = tests.compose(new spec());
  for await (const text of report) process.stdout.write(String(text));
  return result;
}

function skipped(name: string, reason: string | boolean | undefined): string {
  return typeof reason === 'string' ? `${name}: ${reason}` : name;
}
