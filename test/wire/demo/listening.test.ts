import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { startDemoServer } from '../../../src/demo/demoServer.ts';
import type { DemoWorkerData, DemoWorkerMessage } from '../../../src/demo/demoMessages.ts';
import { PortInUseError } from '../../../src/demo/portInUseError.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';

const otherAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
  .map(({ address }) => address);

describe('where the demo server listens', () => {
  test('it answers on localhost, 127.0.0.1 and ::1', async (t) => {
    const server = await startTestDemoServer();
    t.after(() => server.close());
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      assert.equal((await fetch(`http://${host}:${server.httpPort}/json`)).status, 200);
    }
    await server.close();
  });

  test('it refuses on every other address of the machine', async (t) => {
    if (otherAddresses.length === 0) t.diagnostic('only 127.0.0.2 is there to try');
    const server = await startTestDemoServer();
    t.after(() => server.close());
    for (const host of ['127.0.0.2', ...otherAddresses]) {
      for (const port of [server.httpPort, server.httpsPort]) {
        assert.equal(await outcomeOfConnecting(host, port), 'ECONNREFUSED', `${host}:${port}`);
      }
    }
    await server.close();
  });

  test('a port in use is named and the next free pair offered', async (t) => {
    const server = await startTestDemoServer();
    t.after(() => server.close());
    const { httpPort, certificateFolder } = server;
    const again = startDemoServer({ httpPort, httpsPort: 0, certificateFolder });
    const error: unknown = await again.catch((reason: unknown) => reason);
    assert.ok(error instanceof PortInUseError);
    assert.equal(error.port, httpPort);
    assert.ok(error.suggestion);
    const second = await startDemoServer({ ...error.suggestion, certificateFolder });
    t.after(() => second.close());
    assert.equal(second.httpPort, error.suggestion.httpPort);
  });

  test('a port in use for HTTPS leaves nothing listening on the other', async (t) => {
    const blocker = createServer().listen(0, '127.0.0.1');
    t.after(() => blocker.close());
    await once(blocker, 'listening');
    const httpsPort = (blocker.address() as AddressInfo).port;
    const server = await startTestDemoServer();
    t.after(() => server.close());
    const { httpPort, certificateFolder } = server;
    await server.close();
    await assert.rejects(
      startDemoServer({ httpPort, httpsPort, certificateFolder }),
      (error) => error instanceof PortInUseError && error.port === httpsPort,
    );
    await assert.rejects(fetch(`http://127.0.0.1:${httpPort}/`));
  });

  test('closing says 1001 to WebSockets and ends what is under way', async (t) => {
    const server = await startTestDemoServer();
    t.after(() => server.close());
    const webSocket = new WebSocket(`${server.urls.ws}/ticker`);
    await once(webSocket, 'open');
    const stream = await fetch(`${server.urls.http}/sse`);
    const closed = once(webSocket, 'close');
    await server.close();
    assert.deepEqual((await closed)[0], 1001);
    await assert.rejects(stream.text());
    await assert.rejects(fetch(`${server.urls.http}/json`));
    await server.close();
  });
});

async function outcomeOfConnecting(host: string, port: number): Promise<string> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return 'connected';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    socket.destroy();
  }
}

describe('the worker of the demo server', () => {
  const worker = new URL('../../../src/demo/worker.ts', import.meta.url);
  const start = (workerData: DemoWorkerData): Worker => new Worker(worker, { workerData });

  test('says where it listens, and stops on a message', async (t) => {
    const folderOf = await startTestDemoServer();
    t.after(() => folderOf.close());
    const { certificateFolder } = folderOf;
    const running = start({ httpPort: 0, httpsPort: 0, certificateFolder });
    const [ready] = (await once(running, 'message')) as [DemoWorkerMessage];
    assert.ok(ready.type === 'ready');
    assert.equal((await fetch(`${ready.urls.http}/json`)).status, 200);
    assert.equal(ready.caPem, folderOf.caPem);
    running.postMessage({ type: 'stop' });
    const [exitCode] = (await once(running, 'exit')) as [number];
    assert.equal(exitCode, 0);
    await assert.rejects(fetch(`${ready.urls.http}/json`));
  });

  test('says that a port is in use, and ends', async (t) => {
    const server = await startTestDemoServer();
    t.after(() => server.close());
    const { httpPort, certificateFolder } = server;
    const running = start({ httpPort, httpsPort: 0, certificateFolder });
    const [failure] = (await once(running, 'message')) as [DemoWorkerMessage];
    assert.ok(failure.type === 'error');
    assert.equal(failure.portInUse?.port, httpPort);
    assert.ok(failure.portInUse?.suggestion);
    await once(running, 'exit');
  });
});
