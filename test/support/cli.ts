import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WireEvent } from '../../src/core/wire/events.ts';

const cliPath = new URL('../../dist/cli.js', import.meta.url).pathname;

/** What a finished command left behind. */
export interface CliResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A folder with request files in which the built command line runs. */
export class CliFolder implements AsyncDisposable {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  static async with(files: Record<string, string>): Promise<CliFolder> {
    const folder = new CliFolder(await mkdtemp(join(tmpdir(), 'wirebook-cli-')));
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder.path, name), text);
    }
    return folder;
  }

  read(name: string): Promise<string> {
    return readFile(join(this.path, name), 'utf8');
  }

  start(...args: string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [cliPath, ...args], { cwd: this.path });
  }

  run(...args: string[]): Promise<CliResult> {
    return resultOf(this.start(...args));
  }

  /** Like `run`, with further variables of the environment. */
  runWith(environment: Record<string, string>, ...args: string[]): Promise<CliResult> {
    const env = { ...process.env, ...environment };
    return resultOf(spawn(process.execPath, [cliPath, ...args], { cwd: this.path, env }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** What a command leaves behind when it has ended. */
export function resultOf(child: ChildProcessWithoutNullStreams): Promise<CliResult> {
  const result: CliResult = { exitCode: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ ...result, exitCode }));
  });
}

/** The lines of NDJSON output. */
export function eventsOf({ stdout }: Pick<CliResult, 'stdout'>): WireEvent[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line): WireEvent => JSON.parse(line));
}
