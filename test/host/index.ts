import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { HostProgress } from '../../scripts/testing/hostProgress.ts';

/** What VS Code calls: runs every suite beside this bundle and notes its progress where `npm test` looks for it. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 90_000, reporter: 'spec', color: true });
  for (const file of globSync('**/*.test.cjs', { cwd: __dirname }).toSorted()) {
    mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => follow(mocha.run(resolve)));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

/** Writes every step at once: if this process dies, what it did is known. */
function follow(runner: Mocha.Runner): void {
  const progress: HostProgress = { planned: runner.total, running: null, reports: [] };
  const { reports } = progress;
  write(progress);
  runner.on('test', (test) => (progress.running = test.fullTitle()));
  runner.on('pass', (test) => reports.push({ title: test.fullTitle(), state: 'passed' }));
  runner.on('pending', (test) => reports.push({ title: test.fullTitle(), state: 'skipped' }));
  runner.on('fail', (test, error: Error) => {
    reports.push({ title: test.fullTitle(), state: 'failed', error: error.stack });
  });
  for (const over of ['test end', 'end'] as const) runner.on(over, () => (progress.running = null));
  for (const step of ['test', 'test end', 'end'] as const) runner.on(step, () => write(progress));
}

function write(progress: HostProgress): void {
  const file = process.env['WIREBOOK_HOST_PROGRESS'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(progress));
}
