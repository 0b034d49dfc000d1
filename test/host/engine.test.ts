import assert from 'node:assert/strict';
import { Session } from 'node:inspector';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { startTestDemoServer } from '../support/demoServer.ts';
import type { TestDemoServer } from '../support/demoServer.ts';
import { clickLens, eventually, finished, openFile, wirebook } from './support/extension.ts';

/** Runs a script in the engine's worker that runs now, as a debugger would. */
function runInEngine(expression: string): void {
  const session = new Session();
  let isSent = false;
  session.connect();
  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
    if (workerInfo.url.endsWith('worker.cjs') && !isSent) {
      isSent = true;
      const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
    }
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
}

suite('The engine', () => {
  let demo: TestDemoServer;
  suiteSetup(async () => {
    demo = await startTestDemoServer();
  });
  suiteTeardown(() => demo.close());

  test('that crashes shows as a failed exchange, and the next send starts a new one', async () => {
    const document = await openFile(
      'crash.http',
      `GET ${demo.urls.http}/delay/30\n\n###\nGET ${demo.urls.http}/json\n`,
    );
    const api = await wirebook();
    await clickLens(document, 0);
    await eventually('a waiting request', () => api.shown()?.state === 'waiting');
    runInEngine('process.exit(7)');
    const crashed = await eventually('the failed exchange', () =>
      api.sessions().find(({ failure }) => failure?.code === 'WB_ENGINE_CRASHED'),
    );
    assert.equal(crashed.url, `${demo.urls.http}/delay/30`);
    assert.equal(api.shown()?.id, crashed.id);
    assert.equal((await finished(await clickLens(document, 3))).status, 200);
  });
});
