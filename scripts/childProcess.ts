import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** What a finished program said. `code` is null when it was ended for taking too long. */
export interface Finished {
  code: number | null;
  output: string;
}

export interface RunOptions extends SpawnOptions {
  timeoutMs: number;
  /** Shows the output as it comes, besides collecting it. */
  show?: boolean;
}

const outputLimit = 4_000_000;

/** Runs a program to its end; past its time, its whole process group is ended. */
export async function run(
  command: string,
  args: string[],
  { timeoutMs, show = false, ...options }: RunOptions,
): Promise<Finished> {
  const child = spawn(command, args, {
    ...options,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => stop(child, 'SIGKILL'), timeoutMs);
  const onExit = (): void => stop(child, 'SIGKILL');
  process.once('exit', onExit);
  const output = collect(child, show);
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', onExit);
  clearTimeout(timer);
  return { code, output: output() };
}

/** Ends a child started with `detached`, and what it started. */
function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') child.kill(signal);
  else process.kill(-child.pid, signal);
}

function collect(child: ChildProcess, show: boolean): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      if (text.length < outputLimit) text += part;
      if (show) process.stdout.write(part);
    });
  }
  return () => text;
}
