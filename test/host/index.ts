import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** What became of one test, as `npm test` reads it. */
interface TestReport {
  title: string;
  state: 'passed' | 'failed' | 'skipped';
  error?: string | undefined;
}

/** What VS Code calls: runs every suite beside this bundle and leaves a report where `npm test` looks for it. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 90_000, reporter: 'spec', color: true });
  for (const file of globSync('**/*.test.cjs', { cwd: __dirname }).toSorted()) {
    mocha.addFile(join(__dirname, file));
  }
  const reports: TestReport[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => reports.push({ title: test.fullTitle(), state: 'passed' }));
    runner.on('pending', (test) => reports.push({ title: test.fullTitle(), state: 'skipped' }));
    runner.on('fail', (test, error: Error) => {
      reports.push({ title: test.fullTitle(), state: 'failed', error: error.stack });
    });
  });
  writeReports(reports);
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

function writeReports(reports: TestReport[]): void {
  const file = process.env['WIREBOOK_HOST_RESULTS'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(reports));
}
