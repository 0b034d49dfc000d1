import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExtensionTests } from './extensionTests.ts';

// Stands in for the `code` program: `runTests` of @vscode/test-electron starts it with VS Code's arguments.

const args = process.argv.slice(2);
const dataFolder = mkdtempSync(join(tmpdir(), 'wirebook-vscode-'));
try {
  process.exitCode = await runExtensionTests({
    extensionDevelopmentPath: option('extensionDevelopmentPath'),
    extensionTestsPath: option('extensionTestsPath'),
    workspaceFolder: args.find((arg) => !arg.startsWith('-')) ?? process.cwd(),
    dataFolder,
  });
} finally {
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
}

function option(name: string): string {
  const prefix = `--${name}=`;
  const found = args.find((arg) => arg.startsWith(prefix));
  if (found === undefined) throw new Error(`VS Code was started without ${prefix}`);
  return found.slice(prefix.length);
}
