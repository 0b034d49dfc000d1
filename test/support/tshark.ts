import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const attempts = 100;
const everyMs = 100;

/** Reason to skip a test that needs tshark and the right to capture; `false` in CI, where both must be there. */
export const tsharkIsMissing: string | false =
  process.env['CI'] === 'true' || spawnSync('tshark', ['-i', 'lo', '-a', 'duration:0']).status === 0
    ? false
    : 'tshark cannot capture here';

/** A capture of the loopback interface. */
export interface Capture {
  /** Fields of the captured packets as tab-separated lines, once `isComplete` says that all are there. */
  lines(
    args: readonly string[],
    isComplete: (lines: readonly string[]) => boolean,
  ): Promise<string[]>;
  /** All there is to tell of the packets of TLS that a display filter lets through, as `tshark -V` says it. */
  details(filter: string): string;
}

/** Captures the TCP traffic of a port on the loopback interface until the end of the test. */
export async function capture(t: TestContext, port: number): Promise<Capture> {
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-tshark-'));
  const file = join(folder, 'capture.pcapng');
  const tshark = spawn('tshark', ['-i', 'lo', '-f', `tcp port ${port}`, '-w', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.after(async () => {
    tshark.kill('SIGINT');
    await new Promise((resolve) => tshark.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  });
  await new Promise<void>((resolve, reject) => {
    tshark.stderr.on('data', (text: Buffer) => {
      if (text.includes('Capture started')) resolve();
    });
    tshark.once('exit', () => reject(new Error('tshark ended')));
  });
  return {
    async lines(args, isComplete) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const read = spawnSync('tshark', ['-r', file, '-T', 'fields', ...args]);
        const lines = read.stdout.toString().split('\n').filter(Boolean);
        if (isComplete(lines)) return lines;
        await sleep(everyMs);
      }
      throw new Error('the capture does not hold what was sent');
    },
    details(filter) {
      const asTls = `tcp.port==${port},tls`;
      const read = spawnSync('tshark', ['-r', file, '-d', asTls, '-Y', filter, '-V', '-O', 'tls']);
      return read.stdout.toString();
    },
  };
}
