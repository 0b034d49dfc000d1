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
  /src\/core\/errors\/\w*[sS]entences\.ts$/,
  /src\/(?:core\/runner\/runner|demo\/demoServer|engine\/(?:worker|localEngine))\.ts$/,
];

const problems = [...budgets.flatMap(overBudget), ...eagerInputs(), ...unpackedBundles()];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function overBudget({ file, maxBytes }: { file: string; maxBytes: number }): string[] {
  if (!existsSync(file)) return [`${file} is missing: run npm run package first`];
  const { size } = statSync(file);
  console.log(`${file}: ${size} of ${maxBytes} bytes`);
  return size > maxBytes ? [`${file} is over its budget`] : [];
}

/** A bundle that is built but not packed is missing only where the extension is installed. */
function unpackedBundles(): string[] {
  const packed = new Set(readFileSync('.vscodeignore', 'utf8').split(/\r?\n/));
  return Object.keys(bundleOutputs())
    .filter((path) => /\.c?js$/.test(path) && !packed.has(`!${path}`))
    .map((path) => `${path} is not packed: add it to .vscodeignore`);
}

function bundleOutputs(): Metafile['outputs'] {
  return JSON.parse(readFileSync('.vscode-test/metafile.json', 'utf8')) as Metafile['outputs'];
}

function eagerInputs(): string[] {
  const outputs = bundleOutputs();
  return Object.entries(outputs['dist/extension.cjs']?.inputs ?? {})
    .filter(
      ([path, { bytesInOutput }]) => bytesInOutput > 0 && lazy.some((part) => part.test(path)),
    )
    .map(([path]) => `activation loads ${path}, which belongs to the first use`);
}
