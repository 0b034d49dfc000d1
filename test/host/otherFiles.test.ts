import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { clickLens, finished, openFile, wirebook } from './support/extension.ts';

/** A file system that is on no disk; it holds the files given. */
class VirtualFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #files: Map<string, Uint8Array>;

  constructor(files: Record<string, string>) {
    this.#files = new Map(Object.entries(files).map(([path, each]) => [path, Buffer.from(each)]));
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return bytes;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }

  readDirectory = (): [string, vscode.FileType][] => [];
  watch = (): vscode.Disposable => new vscode.Disposable(() => undefined);
  createDirectory = refuse;
  writeFile = refuse;
  delete = refuse;
  rename = refuse;
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}

suite('Request files that are no files of the disk', () => {
  const received: string[] = [];
  let server: Server;
  let url: string;

  suiteSetup(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        received.push(`${request.url} ${body}`);
        response.end('ok');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  suiteTeardown(() => server.close());

  test('a new one lies in the workspace folder: its files, environments and own requests are found', async () => {
    await openFile('body-of-new.json', '{ "new": true }');
    await openFile('http-client.env.json', `{ "$shared": { "new-server": "${url}" } }`);
    const content =
      '### first\nGET {{new-server}}/first\n\n### second\n# @ref first\nPOST {{new-server}}/second\n\n< ./body-of-new.json\n';
    const document = await vscode.workspace.openTextDocument({ language: 'http', content });
    assert.equal(document.uri.scheme, 'untitled');
    await vscode.window.showTextDocument(document);
    const summary = await finished(await clickLens(document, 5));
    assert.equal(summary.status, 200);
    assert.deepEqual(received.splice(0), ['/first ', '/second { "new": true }']);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder!, 'http-client.env.json'));
  });

  test('in a virtual workspace bodies are read through VS Code, and a response is not saved', async () => {
    const provider = new VirtualFiles({
      '/v/a.http': `POST ${url}/virtual\n\n< ./body.txt\n###\nGET ${url}/saved\n\n>> ./saved.txt\n`,
      '/v/body.txt': '虚拟',
    });
    const registration = vscode.workspace.registerFileSystemProvider('wbvirtual', provider);
    const uri = vscode.Uri.parse('wbvirtual:/v/a.http');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, 'http');
    await vscode.window.showTextDocument(document);
    assert.equal((await finished(await clickLens(document, 0))).status, 200);
    assert.deepEqual(received.splice(0), ['/virtual 虚拟']);
    const refused = await finished(await clickLens(document, 4));
    assert.equal(refused.failure?.code, 'WB_RESPONSE_FILE');
    assert.match(refused.failure?.message ?? '', /saved on disk/);
    assert.deepEqual([received, (await wirebook()).shown()?.id], [[], refused.id]);
    registration.dispose();
  });
});
