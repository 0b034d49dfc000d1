import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Metafile } from 'esbuild';

/** `node scripts/checkSize.ts`: what is shipped and what activation loads stay within their budgets. */
const budgets = [
  { file: 'wirebook.vsix', maxBytes: 2_000_000 },
  { file: 'dist/extension.cjs', maxBytes: 150_000 },
];
/** Loaded on first use, in a worker: never a part of what activation loads. */
const lazy = [
  /node_modules\/(?:ws|tough-cookie|undici|@peculiar)\//,
  /src\/core\/wire\/(?:dialer|http2?|websocket)\//,
  /src\/core\/(?:language|variables)\//,
  /src\/(?:core\/runner\/runner|demo\/demoServer|engine\/(?:worker|localEngine))\.ts$/,
];

const problems = [...budgets.flatMap(overBudget), ...eagerInputs()];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function overBudget({ file, maxBytes }: { file: string; maxBytes: number }): string[] {
  if (!existsSync(file)) return [`${file} is missing: run npm run package first`];
  const { size } = statSync(file);
  console.log(`${file}: ${size} of ${maxBytes} bytes`);
  return size > maxBytes ? [`${file} is over its budget`] : [];
}

function eagerInputs(): string[] {
  const outputs = JSON.parse(
    readFileSync('.vscode-test/metafile.json', 'utf8'),
  ) as Metafile['outputs'];
  return Object.entries(outputs['dist/extension.cjs']?.inputs ?? {})
    .filter(
      ([path, { bytesInOutput }]) => bytesInOutput > 0 && lazy.some((part) => part.test(path)),
    )
    .map(([path]) => `activation loads ${path}, which belongs to the first use`);
}
