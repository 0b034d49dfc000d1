import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../childProcess.ts';
import { provideCodeServer } from './codeServer.ts';

export interface VscodeServerOptions {
  /** A folder for everything this VS Code keeps: settings, extensions, state. */
  dataFolder: string;
  /** User settings of a new data folder, besides those that keep VS Code quiet. */
  settings?: Record<string, unknown>;
  /** Settings of the machine, where VS Code keeps what no folder may set (scope `machine`). */
  machineSettings?: Record<string, unknown>;
  /** The packed extension to install, if it is not run from its sources. */
  vsix?: string;
  /** Whether pages may ask for tests to be run (`extensionTestsPath`). */
  runsTests?: boolean;
  /** Leaves the marketplace alone. */
  offline?: boolean;
}

/** A running VS Code: open `urlOf(folder)` in a browser. */
export interface VscodeServer {
  port: number;
  log: () => string;
  stop: () => Promise<void>;
}

const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  // Else a notification tells of each port that the demo server or a test opens.
  'remote.autoForwardPorts': false,
};
const offline = { EXTENSIONS_GALLERY: '{}' };
const startTimeoutMs = 60_000;
const installTimeoutMs = 120_000;

/** Starts the embedded VS Code on a free port of this machine. */
export async function startVscodeServer(options: VscodeServerOptions): Promise<VscodeServer> {
  const program = await provideCodeServer();
  writeSettings(options);
  if (options.vsix !== undefined) await installExtension(program, options.vsix, options.dataFolder);
  const child = spawn(process.execPath, serverArguments(program, options), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(options.offline === true ? offline : {}) },
  });
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  const log = collectLog(child);
  const port = await listeningPort(child, log);
  return { port, log, stop: () => stopAndWait(child, onExit) };
}

/** The address of a folder in a running server. It must be `localhost`: webviews need a secure context. */
export function folderUrl(port: number, folder: string): string {
  return `http://localhost:${port}/?folder=${encodeURI(folder)}`;
}

function writeSettings({ dataFolder, settings, machineSettings }: VscodeServerOptions): void {
  writeNew(join(dataFolder, 'data/User'), { ...quietSettings, ...settings });
  if (machineSettings !== undefined) writeNew(join(dataFolder, 'data/Machine'), machineSettings);
}

function writeNew(folder: string, settings: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(settings, null, 2));
}

async function installExtension(program: string, vsix: string, dataFolder: string): Promise<void> {
  const { code, output } = await run(
    process.execPath,
    [program, '--install-extension', vsix, '--force', '--server-data-dir', dataFolder],
    { timeoutMs: installTimeoutMs },
  );
  if (code !== 0) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
}

function serverArguments(program: string, options: VscodeServerOptions): string[] {
  const flags = ['--without-connection-token', '--accept-server-license-terms'];
  if (options.runsTests === true) flags.push('--enable-smoke-test-driver');
  return [
    program,
    '--host=127.0.0.1',
    '--port=0',
    '--telemetry-level=off',
    `--server-data-dir=${options.dataFolder}`,
    ...flags,
  ];
}

function collectLog(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream
      ?.setEncoding('utf8')
      .on('data', (part: string) => (text = (text + part).slice(-200_000)));
  }
  return () => text;
}

async function listeningPort(child: ChildProcess, log: () => string): Promise<number> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The embedded VS Code did not start:\n${log()}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function stopAndWait(child: ChildProcess, onExit: () => void): Promise<void> {
  process.off('exit', onExit);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
