import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startTestDemoServer } from '../support/demoServer.ts';
import type { TestDemoServer } from '../support/demoServer.ts';
import { clickLens, finished, openFile, wirebook } from './support/extension.ts';

suite('Cookies', () => {
  let demo: TestDemoServer;
  suiteSetup(async () => {
    demo = await startTestDemoServer();
  });
  suiteTeardown(() => demo.close());

  test('that a server set are listed without values, deleted one by one and all at once', async () => {
    const api = await wirebook();
    await vscode.commands.executeCommand('wirebook.deleteAllCookies');
    const text = `GET ${demo.urls.http}/cookies/set?login=secret&theme=dark\n`;
    const document = await openFile('cookies.http', text);
    await finished(await clickLens(document, 0));
    const { engine } = api;
    assert.ok(engine, 'the engine runs');
    const cookies = await engine.cookies();
    assert.deepEqual(
      cookies.map(({ name, value }) => [name, value]),
      [
        ['login', null],
        ['theme', null],
      ],
    );
    await vscode.commands.executeCommand('wirebook.deleteCookie', { cookie: cookies[0] });
    assert.deepEqual(
      (await engine.cookies()).map(({ name }) => name),
      ['theme'],
    );
    await vscode.commands.executeCommand('wirebook.deleteAllCookies');
    assert.deepEqual(await engine.cookies(), []);
  });
});
