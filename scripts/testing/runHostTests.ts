import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

/** `node scripts/testing/runHostTests.ts`: bundles the suites of test/host and runs them in VS Code. */
const bundleFolder = resolve('.vscode-test/host-tests');
rmSync(bundleFolder, { recursive: true, force: true });
await build({
  entryPoints: ['test/host/index.ts', ...globSync('test/host/**/*.test.ts')],
  outdir: bundleFolder,
  outbase: 'test/host',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22.19',
  external: ['vscode', 'mocha', 'bufferutil', 'utf-8-validate'],
  sourcemap: 'inline',
  logLevel: 'warning',
});

const workspace = mkdtempSync(join(tmpdir(), 'wirebook-workspace-'));
if (existsSync('examples')) cpSync('examples', workspace, { recursive: true });
try {
  await runTests({
    ...chosenVscode(process.env['WIREBOOK_VSCODE']),
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: join(bundleFolder, 'index.cjs'),
    launchArgs: [workspace, '--disable-extensions'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

/** `WIREBOOK_VSCODE` is a desktop VS Code's program or a version to download; without it, the embedded one. */
function chosenVscode(choice: string | undefined): Record<string, string> {
  if (choice === undefined) return { vscodeExecutablePath: resolve('scripts/vscode/launch.sh') };
  return existsSync(choice) ? { vscodeExecutablePath: choice } : { version: choice };
}
