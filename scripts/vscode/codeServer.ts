import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { run } from '../childProcess.ts';

/** The npm package that holds a whole VS Code (workbench, server, extension host): 4.139.1 is VS Code 1.139.1. */
const version = '4.139.1';
const folder = resolve(`.vscode-test/code-server-${version}`);
const vscodeFolder = 'node_modules/code-server/lib/vscode';
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty', '@parcel/watcher'];
const stepTimeoutMs = 600_000;

let provisioning: Promise<string> | undefined;

/** Installs the embedded VS Code if it is not there yet, and gives the program that is its server. */
export function provideCodeServer(): Promise<string> {
  provisioning ??= provision();
  return provisioning;
}

async function provision(): Promise<string> {
  if (!existsSync(folder)) await install();
  return join(folder, vscodeFolder, 'out/server-main.js');
}

/** Builds in a folder of its own and renames it at the end: what was interrupted is never taken for a good one. */
async function install(): Promise<void> {
  console.log(`Installing the embedded VS Code (code-server ${version}, about 570 MB, once) …`);
  const building = `${folder}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  try {
    writeFileSync(join(building, 'package.json'), '{ "private": true }\n');
    await npm(building, ['install', '--ignore-scripts', '--no-save', `code-server@${version}`]);
    const vscode = join(building, vscodeFolder);
    await npm(vscode, ['install', '--omit=dev', '--ignore-scripts', '--no-save']);
    await rebuildNativeModules(vscode);
    if (!existsSync(folder)) renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Needs a compiler; without one, VS Code runs all the same and logs to the console. */
async function rebuildNativeModules(vscode: string): Promise<void> {
  await npm(vscode, ['rebuild', ...nativeModules]).catch((error: unknown) => {
    console.log(`The embedded VS Code runs without its native modules. ${String(error)}`);
  });
}

async function npm(cwd: string, args: string[]): Promise<void> {
  const { code, output } = await run('npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    env: environment(),
    timeoutMs: stepTimeoutMs,
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${output.slice(-4000)}`);
}

/** npm's settings of this project (`npm_config_*`) must not reach the other install. */
function environment(): NodeJS.ProcessEnv {
  const outside = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(?:registry|cache|userconfig|globalconfig|nodedir))/i.test(name),
  );
  const path = [resolve('node_modules/node/bin'), process.env['PATH']].join(delimiter);
  return { ...Object.fromEntries(outside), PATH: path };
}
