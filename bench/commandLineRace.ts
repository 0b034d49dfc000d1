import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { providePeer } from './peers.ts';

/** What one run of the same file took on each side, whole process. */
export interface CommandLineRound {
  wirebookMs: number;
  httpyacMs: number;
}

const requestCount = 500;
const roundCount = 3;
const file = 'requests.http';

/** Runs a file of 500 requests through `wirebook run --all` and `httpyac send --all`, in turns. */
export async function raceCommandLines(url: string): Promise<CommandLineRound[]> {
  const wirebook = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const httpyac = providePeer('httpyac', '6.16.7', 'bin/httpyac.js');
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-bench-'));
  try {
    await writeFile(join(folder, file), requestFile(url));
    const rounds: CommandLineRound[] = [];
    while (rounds.length < roundCount) {
      const ours = await time([wirebook, 'run', file, '--all', '--output', 'json'], folder);
      checkComplete(ours.output.split('"event":"http.response"').length - 1);
      const theirs = await time([httpyac, 'send', file, '--all'], folder);
      checkComplete(Number(/\((\d+) succeeded\)/.exec(theirs.output)?.[1]));
      rounds.push({ wirebookMs: ours.elapsedMs, httpyacMs: theirs.elapsedMs });
    }
    return rounds;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function requestFile(url: string): string {
  const requests = Array.from({ length: requestCount }, (_, index) => [
    `### ${index}`,
    `# @name item${index}`,
    `GET ${url}/items/${index}`,
    'Accept: application/json',
  ]);
  return requests.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

async function time(args: string[], cwd: string): Promise<{ elapsedMs: number; output: string }> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const output = await text(child.stdout);
  await closed;
  return { elapsedMs: performance.now() - start, output };
}

/** A run that sent less would only seem fast. */
function checkComplete(answered: number): void {
  if (answered !== requestCount)
    throw new Error(`Only ${answered} of ${requestCount} were answered.`);
}
