import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('wsPythonServer.py', import.meta.url));
const isInstalled = spawnSync(python, ['-c', 'import websockets']).status === 0;

/** Reason to skip a test that needs Python's `websockets`; `false` where it is there, and always in CI. */
export const pythonWebSocketsIsMissing: string | false =
  isInstalled || process.env['CI'] === 'true' ? false : 'python3-websockets is not installed';

/** Starts a WebSocket server of the `websockets` package; answers its port. */
export async function startPythonWebSockets(t: TestContext): Promise<number> {
  const server = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  const [port] = (await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(([code]) => Promise.reject(new Error(`python3 ended with ${code}`))),
  ])) as [Buffer];
  return Number(port.toString().trim());
}
