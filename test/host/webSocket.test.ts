import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startTestDemoServer } from '../support/demoServer.ts';
import type { TestDemoServer } from '../support/demoServer.ts';
import {
  clickLens,
  eventually,
  finished,
  lensTitles,
  openFile,
  wirebook,
} from './support/extension.ts';

suite('WebSocket conversations', () => {
  let demo: TestDemoServer;
  suiteSetup(async () => {
    demo = await startTestDemoServer();
  });
  suiteTeardown(() => demo.close());

  async function connect(name: string, path: string): Promise<[vscode.TextDocument, number]> {
    const document = await openFile(name, `${demo.urls.ws}${path}\n`);
    const exchange = await clickLens(document, 0);
    await eventually('an open WebSocket', async () =>
      (await wirebook()).sessions().find(({ id, state }) => id === exchange && state === 'open'),
    );
    return [document, exchange];
  }

  test('connect, send, ping and close, with the state on the lens', async () => {
    const document = await openFile('talk.ws', `${demo.urls.ws}/echo\n`);
    assert.deepEqual((await lensTitles(document)).get(0), ['Connect']);
    const [, exchange] = await connect('talk.ws', '/echo');
    const { engine } = await wirebook();
    assert.ok(engine);
    await engine.sendMessage(exchange, { type: 'text', text: '你好，服务器！' });
    await engine.ping(exchange, Buffer.from('keep'));
    const filter = { directions: [], types: [], text: '' };
    const rows = await eventually('the echo and the pong', async () => {
      const query = { exchange, source: 'frames', filter, from: 0, count: 10 } as const;
      const window = await engine.rows(query);
      const isReadable = window.rows.every(({ preview }) => preview !== '');
      return window.total >= 4 && isReadable && window.rows;
    });
    assert.deepEqual(
      rows.map(({ direction, type, preview }) => `${direction} ${type} ${preview}`).toSorted(),
      ['in pong keep', 'in text 你好，服务器！', 'out ping keep', 'out text 你好，服务器！'],
    );
    assert.ok((rows.find(({ type }) => type === 'pong')?.rttMs ?? -1) >= 0);
    const titles = await eventually('the lens says open', async () => {
      const found = (await lensTitles(document)).get(0);
      return found?.[1]?.includes('↑1 ↓1') && found;
    });
    assert.equal(titles[0], 'Close');
    assert.match(titles[1] ?? '', /^● open \d\d:\d\d ↑1 ↓1$/);
    await clickLens(document, 0);
    const summary = await finished(exchange);
    assert.equal(summary.state, 'closed');
    assert.equal(summary.close?.code, 1000);
  });

  test('several stay open at once, and one is closed with a code and a reason', async () => {
    const [, first] = await connect('one.ws', '/echo');
    const [, second] = await connect('two.ws', '/chat');
    const { engine } = await wirebook();
    await engine?.close(first, 4001, 'done here');
    const closed = await finished(first);
    assert.deepEqual([closed.close?.code, closed.close?.reason], [4001, 'done here']);
    const api = await wirebook();
    assert.equal(api.sessions().find(({ id }) => id === second)?.state, 'open');
    await vscode.commands.executeCommand('wirebook.cancel', second);
    await finished(second);
  });

  test('a refused upgrade says with which status', async () => {
    const document = await openFile('refused.ws', `${demo.urls.ws}/refuse/403\n`);
    const summary = await finished(await clickLens(document, 0));
    assert.equal(summary.failure?.code, 'WB_WS_REFUSED');
    assert.match(summary.failure.message, /403/);
  });
});
