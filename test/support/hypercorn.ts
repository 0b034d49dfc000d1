import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closedPort } from './httpServers.ts';
import { folderWith, startServer } from './programs.ts';
import type { ServerIdentity } from './tlsCertificates.ts';

const library = '/usr/lib/python3/dist-packages/hypercorn';
const application = fileURLToPath(new URL('hypercornApp.py', import.meta.url));

/** Reason to skip a test that needs hypercorn; `false` where it is there, and always in CI, where it must be. */
export const hypercornIsMissing: string | false =
  existsSync(library) || process.env['CI'] === 'true' ? false : 'python3-hypercorn is missing';

/** Starts hypercorn, which takes WebSockets over HTTP/1.1 and HTTP/2; answers its port. */
export async function startHypercorn(t: TestContext, identity: ServerIdentity): Promise<number> {
  const folder = await folderWith(t, { 'cert.pem': identity.cert, 'key.pem': identity.key });
  const port = await closedPort();
  const files = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await startServer(t, port, '/usr/bin/python3', [application, String(port), ...files]);
  return port;
}
