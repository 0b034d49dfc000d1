import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startTestDemoServer } from '../support/demoServer.ts';
import type { TestDemoServer } from '../support/demoServer.ts';
import { clickLens, eventually, finished, openFile, wirebook } from './support/extension.ts';

/** The URLs of all exchanges since a number of them, oldest first. */
async function urlsSince(count: number): Promise<string[]> {
  const sessions = (await wirebook()).sessions();
  return sessions
    .slice(0, sessions.length - count)
    .toReversed()
    .map(({ url }) => new URL(url).pathname + new URL(url).search);
}

/** Presses a key of the open box until it is gone. */
async function answer(command: string, sending: Promise<unknown>): Promise<void> {
  let open = true;
  const over = sending.finally(() => (open = false));
  await eventually('the box is answered', async () => {
    await vscode.commands.executeCommand(command);
    return !open;
  });
  await over;
}

suite('Requests that need something first', () => {
  let demo: TestDemoServer;

  suiteSetup(async () => {
    demo = await startTestDemoServer();
  });
  suiteTeardown(() => demo.close());

  test('a request that is referred to is sent first, once in a session', async () => {
    const document = await openFile(
      'references.http',
      `@host = ${demo.urls.http}\n### login\nGET {{host}}/json\n### me\nGET {{host}}/echo?{{login.response.status}}\n`,
    );
    const before = (await wirebook()).sessions().length;
    assert.equal((await finished(await clickLens(document, 4))).status, 200);
    assert.deepEqual(await urlsSince(before), ['/json', '/echo?200']);
    await vscode.commands.executeCommand('wirebook.sendAgain');
    assert.deepEqual(await urlsSince(before), ['/json', '/echo?200', '/echo?200']);
  });

  test('and from a file that is imported', async () => {
    await openFile(
      'common.http',
      `@base = ${demo.urls.http}\n### token\nGET {{base}}/status/204\n`,
    );
    const document = await openFile(
      'importing.http',
      '# @import ./common.http\nGET {{base}}/echo?{{token.response.status}}\n',
    );
    const before = (await wirebook()).sessions().length;
    await finished(await clickLens(document, 1));
    assert.deepEqual(await urlsSince(before), ['/status/204', '/echo?204']);
  });

  test('a block of run lines sends what it names, each time, with its variables', async () => {
    await openFile('run.http', `### said\nGET ${demo.urls.http}/echo?{{word}}\n`);
    const document = await openFile(
      'running.http',
      'import run.http\n\n### both\nrun #said (@word=one)\nrun #said (@word=two)\n',
    );
    const before = (await wirebook()).sessions().length;
    await clickLens(document, 3);
    assert.deepEqual(await urlsSince(before), ['/echo?one', '/echo?two']);
  });

  test('a question is asked in a box, and its answer is sent', async () => {
    const document = await openFile(
      'asking.http',
      `GET ${demo.urls.http}/echo?{{$input City $value: Bern}}\n`,
    );
    const sending = clickLens(document, 0);
    await answer('workbench.action.acceptSelectedQuickOpenItem', sending);
    const summary = await finished(await sending);
    assert.equal(new URL(summary.url).search, '?Bern');
  });

  test('a question that is cancelled sends nothing and says so', async () => {
    const document = await openFile('cancelling.http', `GET ${demo.urls.http}/{{$input City}}\n`);
    const sending = clickLens(document, 0);
    await answer('workbench.action.closeQuickOpen', sending);
    const summary = await finished(await sending);
    assert.equal(summary.failure?.code, 'WB_PROMPT_CANCELLED');
    assert.equal(summary.counts.bytesOut, 0);
  });

  test('requests that wait for each other are marked', async () => {
    const document = await openFile(
      'circle.http',
      '### a\nGET http://a/{{b.response.status}}\n### b\nGET http://a/{{a.response.status}}\n',
    );
    const found = await eventually('the circle is marked', () => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.length === 2 && all;
    });
    assert.deepEqual(
      found.map(({ code }) => code),
      ['WB2017', 'WB2017'],
    );
  });
});
