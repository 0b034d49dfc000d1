import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { run } from './childProcess.ts';
import { openInBrowser } from './vscode/browser.ts';
import { findDesktopVscode } from './vscode/desktop.ts';
import { folderUrl, startVscodeServer } from './vscode/vscodeServer.ts';

// `npm start`: builds, starts the demo server and opens VS Code with the extension and examples/.

const examples = resolve('examples');
const buildTimeoutMs = 180_000;
const closing: (() => Promise<void>)[] = [];

let stopping: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void (stopping ??= closeAll()));
}

const desktop = findDesktopVscode();
await build(desktop === undefined);
startDemo();
await (desktop === undefined ? openEmbedded() : openDesktop(desktop));
console.log('Press Ctrl+C to stop.\n');

async function build(packed: boolean): Promise<void> {
  console.log('Building Wirebook …');
  const script = packed ? 'scripts/package.ts' : 'scripts/build.ts';
  const { code, output } = await run(process.execPath, [script], { timeoutMs: buildTimeoutMs });
  if (code === 0) return;
  console.error(output);
  process.exit(1);
}

function startDemo(): void {
  console.log('Starting the demo server …');
  const demo = spawn(process.execPath, ['dist/cli.js', 'demo'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  demo.once('exit', () => {
    if (stopping === undefined) console.log('The demo server has ended.');
  });
  closing.push(() => end(demo));
}

async function openDesktop(program: string): Promise<void> {
  console.log('Opening VS Code …');
  const args = [`--extensionDevelopmentPath=${resolve('.')}`, '--new-window', examples];
  spawn(program, args, { stdio: 'ignore', shell: process.platform === 'win32' });
}

async function openEmbedded(): Promise<void> {
  console.log('There is no desktop VS Code (`code`) here, so the embedded one is used.');
  const server = await startVscodeServer({
    dataFolder: resolve('.vscode-test/start'),
    vsix: resolve('wirebook.vsix'),
  });
  closing.push(server.stop);
  const url = folderUrl(server.port, examples);
  console.log(`\n  VS Code with Wirebook:  ${url}\n`);
  console.log(openInBrowser(url) ? 'Opening it in your browser …' : 'Open it in a browser.');
}

async function closeAll(): Promise<void> {
  console.log('\nStopping …');
  await Promise.all(closing.map((close) => close()));
  process.exit(0);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
