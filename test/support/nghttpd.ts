import type { TestContext } from 'node:test';
import { closedPort } from './httpServers.ts';
import { folderWith, isMissing, startServer } from './programs.ts';

const program = '/usr/sbin/nghttpd';

/** Reason to skip a test that needs nghttpd; `false` where it is there, and always in CI, where it must be. */
export const nghttpdIsMissing = isMissing(program);

/** Starts nghttpd in the clear with these files until the end of the test; answers its port. */
export async function startNghttpd(
  t: TestContext,
  files: Record<string, string>,
  options: readonly string[] = [],
): Promise<number> {
  const folder = await folderWith(t, files);
  const port = await closedPort();
  const args = ['--no-tls', '--address=127.0.0.1', `--htdocs=${folder}`, ...options, String(port)];
  await startServer(t, port, program, args);
  return port;
}
