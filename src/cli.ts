import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** zstd in `node:zlib` and the system's certificates in `node:tls` came with 22.15; 22.19 is what we test with. */
const oldestNode = [22, 19] as const;

/** The folder above this program: the checkout, or the installed package. */
const packageFolder = join(dirname(realpathSync(process.argv[1] ?? '.')), '..');

function isOldNode(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}

/** In a checkout there is a newer Node among the dependencies. */
async function rerunWithNewerNode(): Promise<number> {
  const node = join(packageFolder, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(node)) {
    process.stderr.write(`wirebook: Node ${oldestNode.join('.')} or newer is needed.\n`);
    return 2;
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl+C in a terminal reaches the child as well: a second SIGINT would end it before it has closed its sockets.
  process.on('SIGINT', () => child.kill('SIGTERM'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('exit', (exitCode) => resolve(exitCode ?? 3));
  });
}

async function start(): Promise<number> {
  const { main } = await import('./cli/main.ts');
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());
  // Whoever read our output has gone (`wirebook … | head`): stop as if interrupted.
  process.stdout.on('error', () => interruption.abort());
  return main(process.argv.slice(2), {
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    drained,
    interrupted: interruption.signal,
    packageFolder,
  });
}

async function drained(): Promise<void> {
  if (process.stdout.writableNeedDrain) {
    await once(process.stdout, 'drain').catch(() => undefined);
  }
}

process.exitCode = 3;
void (isOldNode() ? rerunWithNewerNode() : start()).then((exitCode) => {
  process.exitCode = exitCode;
});
