import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { WebSocket } from 'ws';
import type { WireError } from '../../../src/core/errors/wireError.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { startWorkerEngine } from '../../../src/engine/workerEngine.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';
import { preparedRequest } from '../../support/httpRun.ts';
import { webSocketServer } from '../../support/wsServers.ts';

const workerPath = new URL('../../../dist/worker.cjs', import.meta.url).pathname;
const crashingPath = new URL('../../support/crashingWorker.cjs', import.meta.url).pathname;

/** An engine in its worker that ends with the test, unless the test ends it. */
function startEngine(t: TestContext): Engine {
  const engine = startWorkerEngine(workerPath, (error) => assert.fail(error));
  t.after(() => engine.dispose().catch(() => undefined));
  return engine;
}

/** Resolves with the exchange once it is open. */
async function openWebSocket(engine: Engine, url: string): Promise<number> {
  const exchange = await engine.start(preparedRequest(url, { kind: 'websocket' }));
  while ((await engine.exchange(exchange))?.state !== 'open') {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return exchange;
}

test('the engine in its worker sends, tells of changes and hands out bodies', async (t) => {
  const demo = await startTestDemoServer();
  t.after(() => demo.close());
  const engine = startEngine(t);
  const changes: string[] = [];
  engine.onDidChange((changed) => changes.push(...changed.map(({ state }) => state)));
  const exchange = await engine.start(preparedRequest(`${demo.urls.http}/gzip`));
  const summary = await engine.finished(exchange);
  assert.equal(summary.status, 200);
  const ref = { exchange, of: 'response', hop: 0 } as const;
  const { bytes, totalBytes } = await engine.payload(ref, 0, 10);
  assert.equal(Buffer.from(bytes).toString(), '{\n  "encod');
  assert.ok(totalBytes > 1000);
  const again = await engine.payload(ref, 0, totalBytes);
  assert.equal(again.bytes.byteLength, totalBytes, 'handing bytes out leaves the recording whole');
  await engine.dispose();
  assert.ok(changes.includes('completed'));
});

test('an error of the engine crosses the thread with its code', async (t) => {
  const engine = startEngine(t);
  await assert.rejects(engine.ping(7, new Uint8Array()), { code: 'WB_INVALID_REQUEST' });
  await engine.dispose();
});

test('disposing the engine closes ten open sockets with 1001 and leaves none behind', async (t) => {
  const closeCodes: number[] = [];
  const sockets: WebSocket[] = [];
  const url = await webSocketServer(t, (socket) => {
    sockets.push(socket);
    socket.on('close', (code) => closeCodes.push(code));
  });
  const engine = startEngine(t);
  await Promise.all(Array.from({ length: 10 }, () => openWebSocket(engine, url)));
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  await engine.dispose();
  await closed;
  assert.deepEqual(
    closeCodes,
    Array.from({ length: 10 }, () => 1001),
  );
});

test('the worker reaches 127.0.0.2 as it reaches 127.0.0.1', async (t) => {
  const url = await webSocketServer(t, (socket) => socket.send('hi'), { host: '127.0.0.2' });
  const engine = startEngine(t);
  const exchange = await openWebSocket(engine, url);
  const view = await engine.exchange(exchange);
  assert.equal(view?.connection?.remote?.address, '127.0.0.2');
  await engine.dispose();
});

test('a crash rejects whoever waits and every later call, and is told once', async () => {
  const crashes: WireError[] = [];
  const engine = startWorkerEngine(crashingPath, (error) => crashes.push(error));
  const crashed = { code: 'WB_ENGINE_CRASHED' };
  await Promise.all([
    assert.rejects(engine.summaries(), crashed),
    assert.rejects(engine.connections(), crashed),
  ]);
  await assert.rejects(engine.summaries(), crashed);
  assert.equal(crashes.length, 1);
});

test('loading and using the engine leaves the dispatcher of fetch untouched', async (t) => {
  const demo = await startTestDemoServer();
  t.after(() => demo.close());
  await fetch(`${demo.urls.http}/A`);
  const slots = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map((name) =>
    Symbol.for(name),
  );
  const dispatchers = (): unknown[] => slots.map((slot) => Reflect.get(globalThis, slot));
  const before = dispatchers();
  const engine = startEngine(t);
  await engine.finished(await engine.start(preparedRequest(`${demo.urls.http}/A`)));
  await engine.dispose();
  assert.deepEqual(dispatchers(), before);
});
