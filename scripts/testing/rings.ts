import { run } from '../childProcess.ts';
import { runChecks } from '../checks.ts';
import { nodeRing } from './nodeRing.ts';
import { hostRing } from './hostRing.ts';
import { e2eRing } from './e2eRing.ts';
import type { Ring, RingResult } from './ring.ts';

const minuteMs = 60_000;

/** All rings, in the order in which they run: the fast ones first. */
export const rings: Ring[] = [
  { name: 'build', needsPackage: false, run: build },
  { name: 'checks', needsPackage: false, run: check },
  nodeRing('unit', 'test/unit', 4 * minuteMs),
  nodeRing('wire', 'test/wire', 8 * minuteMs),
  hostRing(6 * minuteMs),
  e2eRing(12 * minuteMs),
];

async function build(): Promise<RingResult> {
  const steps = ['scripts/package.ts', 'scripts/checkSize.ts'];
  for (const [done, script] of steps.entries()) {
    const { code } = await run(process.execPath, [script], {
      timeoutMs: 3 * minuteMs,
      show: true,
    });
    if (code !== 0) return { passed: done, failed: 1, skipped: [] };
  }
  return { passed: steps.length, failed: 0, skipped: [] };
}

async function check(): Promise<RingResult> {
  const results = await runChecks();
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, skipped: [] };
}
