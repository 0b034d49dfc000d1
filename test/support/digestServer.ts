import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Starts the Digest server in Python that one user may enter; resolves with its port. */
export async function startDigestServer(
  t: TestContext,
  { user, password }: { user: string; password: string },
): Promise<number> {
  const script = join(import.meta.dirname, 'digestServer.py');
  const server = spawn('python3', [script, user, password], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(async () => {
    server.kill();
    await once(server, 'exit');
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  return Number(line.toString());
}
