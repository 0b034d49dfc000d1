import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const START_ATTEMPTS = 800;

/** Reason to skip a test that needs a program; `false` where it is there, and always in CI, where it must be. */
export function isMissing(path: string): string | false {
  return existsSync(path) || process.env['CI'] === 'true' ? false : `${path} is not installed`;
}

/** A folder with files that is gone at the end of the test. */
export async function folderWith(t: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-test-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A program that runs until the end of its test, and what it wrote so far. */
export interface RunningProgram {
  process: ChildProcess;
  output(): string;
}

/** Starts a program that listens on a port of 127.0.0.1, and waits until it does. */
export async function startServer(
  t: TestContext,
  port: number,
  path: string,
  args: string[],
): Promise<RunningProgram> {
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  });
  await untilListening(port, child).catch((cause: unknown) => {
    throw new Error(`${path} does not listen: ${output}`, { cause });
  });
  return { process: child, output: () => output };
}

/** Waits until a program accepts connections on a port of 127.0.0.1. */
export async function untilListening(port: number, program: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    if (await accepts(port)) return;
    if (program.exitCode !== null) break;
    await sleep(25);
  }
  throw new Error(`nothing listens on port ${port}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
