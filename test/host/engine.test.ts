import assert from 'node:assert/strict';
import type { Worker } from 'node:worker_threads';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startTestDemoServer } from '../support/demoServer.ts';
import type { TestDemoServer } from '../support/demoServer.ts';
import { clickLens, eventually, finished, openFile, wirebook } from './support/extension.ts';

/** The threads that this process has started: the extension and its tests share one. */
const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));

suite('The engine', () => {
  let demo: TestDemoServer;
  suiteSetup(async () => {
    demo = await startTestDemoServer();
  });
  suiteTeardown(() => demo.close());

  test('that crashes shows as a failed exchange and stops Send All; the next send starts a new one', async () => {
    const document = await openFile(
      'crash.http',
      `GET ${demo.urls.http}/delay/30\n\n###\nGET ${demo.urls.http}/json\n`,
    );
    const api = await wirebook();
    const sending = vscode.commands.executeCommand('wirebook.sendAll');
    await eventually('a waiting request', () => api.shown()?.state === 'waiting');
    await threads.findLast(({ threadName }) => threadName === 'wirebook-engine')?.terminate();
    const crashed = await eventually('the failed exchange', () =>
      api.sessions().find(({ failure }) => failure?.code === 'WB_ENGINE_CRASHED'),
    );
    assert.equal(crashed.url, `${demo.urls.http}/delay/30`);
    await sending;
    assert.equal(api.shown()?.id, crashed.id);
    assert.deepEqual(api.sessions(), [crashed]);
    assert.equal((await finished(await clickLens(document, 3))).status, 200);
  });
});
