import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from './childProcess.ts';

/** A check of the sources: passes without a single warning, or fails. */
interface Check {
  name: string;
  command: [string, ...string[]];
}

const tsc = 'tsc';
const checks: Check[] = [
  { name: 'types', command: [tsc, '--noEmit'] },
  { name: 'types: core knows no DOM and no VS Code', command: [tsc, '-p', 'tsconfig.core.json'] },
  { name: 'types: the console knows no Node', command: [tsc, '-p', 'tsconfig.console.json'] },
  {
    name: 'lint and import direction',
    command: [
      'oxlint',
      '--type-aware',
      '--deny-warnings',
      '--report-unused-disable-directives-severity=error',
    ],
  },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'dead code', command: ['knip', '--no-progress', '--treat-config-hints-as-errors'] },
];

export interface CheckResult {
  name: string;
  passed: boolean;
}

/** Runs all checks, as many at a time as there are cores, and shows what the failing ones say. */
export async function runChecks(): Promise<CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      results.push(await runCheck(check));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

async function runCheck({ name, command: [program, ...args] }: Check): Promise<CheckResult> {
  const { code, output } = await run(join('node_modules/.bin', program), args, {
    timeoutMs: 300_000,
  });
  console.log(code === 0 ? `✔ ${name}` : `✖ ${name}\n${output}`);
  return { name, passed: code === 0 };
}
