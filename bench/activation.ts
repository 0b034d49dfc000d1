import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { runExtensionTests } from '../scripts/vscode/extensionTests.ts';
import type { Activation } from './activationProbe.ts';
import { median, printTable, rounded, type Figures } from './report.ts';

const runCount = 5;

/** `npm run bench -- activation`: how long the real VS Code takes to load and activate the extension, and what that loads. */
export async function run(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-activation-'));
  try {
    const probe = join(folder, 'probe.cjs');
    const resultFile = join(folder, 'result.json');
    await buildProbe(probe, resultFile);
    const runs: Activation[] = [];
    for (let number = 1; number <= runCount; number += 1) {
      runs.push(await activateOnce(folder, number, probe, resultFile));
    }
    return report(runs);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function buildProbe(outfile: string, resultFile: string): Promise<void> {
  await build({
    entryPoints: [resolve('bench/activationProbe.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    define: { RESULT_FILE: JSON.stringify(resultFile) },
    logLevel: 'warning',
  });
}

/** A VS Code with new data each time: nothing is warm but the system's file cache. */
async function activateOnce(
  folder: string,
  number: number,
  probe: string,
  resultFile: string,
): Promise<Activation> {
  const code = await runExtensionTests({
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: probe,
    workspaceFolder: folder,
    dataFolder: join(folder, `data-${number}`),
  });
  if (code !== 0) throw new Error(`VS Code ended with ${code}.`);
  return JSON.parse(await readFile(resultFile, 'utf8')) as Activation;
}

function report(runs: Activation[]): Figures {
  printTable(
    ['start', 'load, ms', 'activate(), ms', 'with VS Code, ms', 'bytes loaded'],
    runs.map(({ loadMs, activateMs, totalMs, bytesLoaded }, index) => [
      index + 1,
      loadMs,
      activateMs,
      totalMs,
      bytesLoaded,
    ]),
  );
  return {
    activateMs: rounded(median(runs.map(({ activateMs }) => activateMs))),
    loadMs: rounded(median(runs.map(({ loadMs }) => loadMs))),
    totalMs: rounded(median(runs.map(({ totalMs }) => totalMs))),
    bytesLoaded: median(runs.map(({ bytesLoaded }) => bytesLoaded)),
  };
}
