import { parentPort, workerData } from 'node:worker_threads';
import type { DemoWorkerData, DemoWorkerMessage } from './demoMessages.ts';
import { startDemoServer, type DemoServer } from './demoServer.ts';
import { PortInUseError } from './portInUseError.ts';

/** Entry of the demo server's worker: starts it, says how that went, stops it on any message. */
async function main(): Promise<void> {
  try {
    const server = await startDemoServer(workerData as DemoWorkerData);
    parentPort?.once('message', () => void stop(server));
    const { httpPort, httpsPort, urls, caPem } = server;
    say({ type: 'ready', httpPort, httpsPort, urls, caPem });
  } catch (error) {
    say(describe(error));
    parentPort?.close();
  }
}

async function stop(server: DemoServer): Promise<void> {
  await server.close();
  parentPort?.close();
}

function describe(error: unknown): DemoWorkerMessage {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof PortInUseError)) return { type: 'error', message };
  return { type: 'error', message, portInUse: { port: error.port, suggestion: error.suggestion } };
}

function say(message: DemoWorkerMessage): void {
  parentPort?.postMessage(message);
}

void main();
