import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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

/** Slots where the `fetch` of the extension host keeps its dispatcher. */
const dispatcherSlots = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'];

function dispatchers(): unknown[] {
  const slots = globalThis as Record<symbol, unknown>;
  return dispatcherSlots.map((name) => slots[Symbol.for(name)]);
}

suite('HTTP requests', () => {
  let demo: TestDemoServer;
  let dispatchersBefore: unknown[];

  suiteSetup(async () => {
    dispatchersBefore = dispatchers();
    demo = await startTestDemoServer();
  });
  suiteTeardown(() => demo.close());

  test('a lens stands above each request and sends it', async () => {
    const document = await openFile(
      'lens.http',
      `@host = ${demo.urls.http}\n\n### one\nGET {{host}}/json\n\n### two\nGET {{host}}/status/404\n`,
    );
    assert.deepEqual(
      [...(await lensTitles(document))],
      [
        [0, ['Send All', 'Send All in Parallel']],
        [3, ['Send']],
        [6, ['Send']],
      ],
    );
    const summary = await finished(await clickLens(document, 3));
    assert.equal(summary.status, 200);
    assert.equal(summary.url, `${demo.urls.http}/json`);
    assert.equal((await wirebook()).shown()?.id, summary.id);
    const state = await eventually('the state lens', async () => {
      return (await lensTitles(document)).get(3)?.[1];
    });
    assert.match(state, /^200 · [\d.]+ m?s/);
  });

  test('the exchange stays with its request when lines move', async () => {
    const document = await openFile('move.http', `### one\nGET ${demo.urls.http}/status/404\n`);
    await finished(await clickLens(document, 1));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# a comment\n# another\n\n');
    await vscode.workspace.applyEdit(edit);
    assert.match((await lensTitles(document)).get(4)?.[1] ?? '', /^404/);
  });

  test('a second click on a running request cancels it', async () => {
    const document = await openFile('slow.http', `GET ${demo.urls.http}/delay/30\n`);
    const exchange = await clickLens(document, 0);
    await eventually('a running lens', async () => {
      return (await lensTitles(document)).get(0)?.[0] === 'Cancel';
    });
    await clickLens(document, 0);
    assert.equal((await finished(exchange)).state, 'cancelled');
  });

  test('an unresolved variable is marked, and nothing is sent', async () => {
    let connections = 0;
    const server = createServer(() => connections++).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    const document = await openFile(
      'unresolved.http',
      `POST http://127.0.0.1:${port}/\nX-Token: {{absent}}\n\nhello\n`,
    );
    const summary = await finished(await clickLens(document, 0));
    assert.equal(summary.failure?.code, 'WB_UNRESOLVED_VARIABLE');
    assert.match(summary.failure.message, /absent/);
    assert.equal(connections, 0);
    server.close();
  });

  test('a mistake in a file is a diagnostic with its code and place', async () => {
    const document = await openFile('mistake.http', 'GET http://localhost/\nno colon here\n');
    const [diagnostic] = await eventually('a diagnostic', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 && found;
    });
    assert.equal(diagnostic?.code, 'WB1005');
    assert.equal(diagnostic.range.start.line, 1);
    assert.equal(diagnostic.source, 'wirebook');
  });

  test('a variable without a value is marked before anything is sent, until it has one', async () => {
    const document = await openFile('unset.http', 'GET http://localhost/{{later}}\n');
    const codes = (): unknown[] =>
      vscode.languages.getDiagnostics(document.uri).map(({ code }) => code);
    await eventually('the variable is marked', () => codes().includes('WB2001'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '@later = now\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('the mark is gone', () => codes().length === 0);
  });

  test('requests are the symbols of a file, and its blocks fold', async () => {
    const document = await openFile(
      'outline.http',
      '### a\nGET http://a/\n\n### b\nGET http://b/\n',
    );
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, range }) => [name, range.start.line, range.end.line]),
      [
        ['a', 0, 2],
        ['b', 3, 4],
      ],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [
        [0, 1],
        [3, 4],
      ],
    );
  });

  test('the lenses can be switched off', async () => {
    const document = await openFile('off.http', `GET ${demo.urls.http}/json\n`);
    const settings = vscode.workspace.getConfiguration('wirebook');
    await settings.update('lens.enabled', false, vscode.ConfigurationTarget.Workspace);
    assert.equal((await lensTitles(document)).size, 0);
    await settings.update('lens.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal((await lensTitles(document)).size, 1);
  });

  test('a file is sent one request after the other, or all at once over six connections', async () => {
    const text = Array.from(
      { length: 8 },
      (_, n) => `###\nGET ${demo.urls.http}/slow/${n}?ms=60\n`,
    );
    await openFile('parallel.http', text.join('\n'));
    const api = await wirebook();
    const inTurn = await vscode.commands.executeCommand<number[]>('wirebook.sendAll');
    const before = (await api.engine!.lanes('newest')).bars.filter((bar) =>
      inTurn.includes(bar.exchange),
    );
    assert.deepEqual(
      [before.length, new Set(before.map(({ connection }) => connection)).size],
      [8, 1],
    );
    assert.equal(api.shown()?.id, inTurn.at(-1));
    const ids = await vscode.commands.executeCommand<number[]>('wirebook.sendAllInParallel');
    await Promise.all(ids.map((id) => finished(id)));
    const { bars } = await api.engine!.lanes('newest');
    const parallel = bars.filter(({ exchange }) => ids.includes(exchange));
    assert.equal(parallel.length, 8);
    assert.equal(new Set(parallel.map(({ connection }) => connection)).size, 6);
    const waited = parallel.filter(({ phases }) => phases.some(({ phase }) => phase === 'blocked'));
    assert.equal(waited.length, 2);
  });

  test('a timeout of the settings ends a request, and a directive overrides it', async () => {
    const settings = vscode.workspace.getConfiguration('wirebook');
    await settings.update('timeout', 0.2, vscode.ConfigurationTarget.Workspace);
    const text = `GET ${demo.urls.http}/delay/1\n\n###\n# @timeout 10 s\nGET ${demo.urls.http}/delay/1\n`;
    const document = await openFile('timeout.http', text);
    const [first, second] = await vscode.commands.executeCommand<number[]>('wirebook.sendAll');
    assert.equal((await finished(first ?? -1)).failure?.code, 'WB_TIMEOUT');
    assert.equal((await finished(second ?? -1)).status, 200);
    await settings.update('timeout', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal(document.languageId, 'http');
  });

  test('an untrusted certificate is refused; its fingerprint in the settings lets it pass', async () => {
    const document = await openFile('tls.http', `GET ${demo.urls.https}/json\n`);
    const refused = await finished(await clickLens(document, 0));
    assert.match(refused.failure?.code ?? '', /^WB_TLS_(?:SELF_SIGNED|UNKNOWN_AUTHORITY)$/);
    const view = await (await wirebook()).engine?.exchange(refused.id);
    const sha256 = view?.connection?.tls?.chain[0]?.sha256;
    assert.ok(sha256, 'the refused chain is recorded');
    const settings = vscode.workspace.getConfiguration('wirebook');
    const authority = new URL(demo.urls.https).host;
    const target = vscode.ConfigurationTarget.Global;
    await settings.update('tls.trusted', { [authority]: [sha256] }, target);
    assert.equal((await finished(await clickLens(document, 0))).status, 200);
    await settings.update('tls.trusted', undefined, target);
  });

  test('127.0.0.2 goes through our own socket, with VS Code’s default proxy support', async () => {
    const proxySupport = vscode.workspace.getConfiguration('http').inspect('proxySupport');
    assert.equal(proxySupport?.defaultValue, 'override');
    assert.equal(proxySupport.globalValue, undefined);
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'));
    }).listen(0, '127.0.0.2');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    const document = await openFile('loopback.http', `GET http://127.0.0.2:${port}/\nX-cAsE: a\n`);
    const summary = await finished(await clickLens(document, 0));
    assert.equal(summary.status, 200);
    const view = await (await wirebook()).engine?.exchange(summary.id);
    assert.equal(view?.connection?.remote?.address, '127.0.0.2');
    assert.ok((view.connection.local?.port ?? 0) > 0);
    server.close();
  });

  test('the body opens as a read-only document of its language', async () => {
    const document = await openFile('body.http', `GET ${demo.urls.http}/json\n`);
    const exchange = await clickLens(document, 0);
    await finished(exchange);
    await vscode.commands.executeCommand('wirebook.openBody', exchange);
    const body = await eventually('the body in an editor', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'wirebook' && shown;
    });
    assert.equal(body.languageId, 'json');
    const fetched = await (await fetch(`${demo.urls.http}/json`)).text();
    assert.equal(body.getText(), fetched);
    assert.equal(vscode.workspace.fs.isWritableFileSystem('wirebook'), false);
  });

  test('secrets of a private environment file are masked until they are shown', async () => {
    const env = JSON.stringify({ local: { token: 'hush-hush-7' } });
    await openFile('http-client.private.env.json', env);
    const settings = vscode.workspace.getConfiguration('wirebook');
    await settings.update('environment', 'local', vscode.ConfigurationTarget.Workspace);
    const document = await openFile(
      'secret.http',
      `GET ${demo.urls.http}/headers\nX-Token: {{token}}\n`,
    );
    const exchange = await clickLens(document, 0);
    assert.equal((await finished(exchange)).status, 200);
    const engine = (await wirebook()).engine;
    const sent = async () =>
      (await engine?.exchange(exchange))?.hops[0]?.request?.headers.find(
        ([name]) => name === 'X-Token',
      )?.[1];
    assert.notEqual(await sent(), 'hush-hush-7');
    await vscode.commands.executeCommand('wirebook.showSecrets');
    assert.equal(
      await eventually('the secret', async () => (await sent()) === 'hush-hush-7'),
      true,
    );
    await vscode.commands.executeCommand('wirebook.hideSecrets');
    await settings.update('environment', undefined, vscode.ConfigurationTarget.Workspace);
  });

  test('the fetch of the extension host keeps its dispatcher', () => {
    assert.deepEqual(dispatchers(), dispatchersBefore);
  });
});
