import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoServer, type DemoServer } from '../../src/demo/demoServer.ts';

/** A demo server on free ports with a certificate of its own. */
export interface TestDemoServer extends DemoServer {
  certificateFolder: string;
}

/** Starts a demo server for tests; `close` also removes its certificate. */
export async function startTestDemoServer(): Promise<TestDemoServer> {
  const certificateFolder = await mkdtemp(join(tmpdir(), 'wirebook-demo-'));
  const server = await startDemoServer({ httpPort: 0, httpsPort: 0, certificateFolder });
  const close = async (): Promise<void> => {
    await server.close();
    await rm(certificateFolder, { recursive: true, force: true });
  };
  return { ...server, certificateFolder, close };
}
