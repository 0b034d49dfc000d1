import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';
import { prepareRequest } from '../../../src/core/runner/prepare.ts';
import { isPrepared } from '../../../src/core/runner/preparedRequest.ts';
import { copiedRequest, type CopiedRequest } from '../../../src/core/snippet/copiedRequest.ts';
import { snippetOf, type SnippetFormat } from '../../../src/core/snippet/snippet.ts';
import { parseText, prepareContext, requestAt } from '../../support/requestFiles.ts';
import { webSocketServer } from '../../support/wsServers.ts';

const execute = promisify(execFile);
const python = '/usr/bin/python3';

async function prepared(text: string): Promise<CopiedRequest> {
  const file = parseText(text);
  const request = await prepareRequest(file, requestAt(file), await prepareContext());
  assert.ok(isPrepared(request), JSON.stringify(request));
  return copiedRequest(request);
}

/** Runs a snippet as a person would: in a shell, with Node or with Python. */
async function run(t: TestContext, { text, language }: ReturnType<typeof snippetOf>) {
  const folder = mkdtempSync(join(tmpdir(), 'wirebook-snippet-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const names = { shellscript: 'run.sh', javascript: 'run.mjs', python: 'run.py' };
  const programs = { shellscript: 'sh', javascript: process.execPath, python };
  const file = join(folder, names[language]);
  writeFileSync(file, text);
  // What a snippet says to install.
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  return execute(programs[language], [file], { timeout: 60_000 });
}

/** What a server received. */
interface Arrived {
  method?: string | undefined;
  url?: string | undefined;
  headers: [string, string][];
  body: string;
}

/** A server that keeps what it receives. */
async function recordingServer(
  t: TestContext,
  socketPath?: string,
): Promise<{ url: string; arrived: Arrived[] }> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, rawHeaders } = request;
      const pairs = rawHeaders.map((name, index) => [name, rawHeaders[index + 1] ?? '']);
      const headers = pairs.filter((_pair, index) => index % 2 === 0) as [string, string][];
      arrived.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') });
      response.end('done');
    });
  });
  if (socketPath === undefined) server.listen(0, '127.0.0.1');
  else server.listen(socketPath);
  await new Promise((listening) => server.once('listening', listening));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, arrived };
}

/** Headers that programs add or that frame the body. */
const own =
  /^(?:host|accept|accept-\w+|user-agent|connection|content-length|sec-fetch-mode|expect)$/i;
const ownOf = (headers: readonly (readonly [string, string])[]) =>
  headers
    .filter(([name]) => !own.test(name))
    .map(([name, value]) => [name.toLowerCase(), Buffer.from(value, 'latin1').toString()])
    .toSorted(([a], [b]) => (a! < b! ? -1 : 1));

const nasty = `it's "quoted" $HOME \`id\` \\n %s !history\n{ "名字": "你好 👋" }\n@file`;

describe('a copied request arrives as it was', () => {
  const requests: Record<string, (url: string) => string> = {
    'with a query and headers': (url) =>
      `GET ${url}/a?q=it's&x[]=%20{}&y=$HOME\nX-Quote: it's "q" $(id) \\\nX-Empty:\nX-Two: a\n`,
    'with text that means something to shells': (url) =>
      `POST ${url}/text\nContent-Type: application/json\n\n${nasty}`,
    'without a content type': (url) => `PUT ${url}/plain\n\nhello`,
    'with DELETE and no body': (url) => `DELETE ${url}/thing/1`,
  };
  for (const format of ['curl', 'fetch', 'python'] as const satisfies SnippetFormat[]) {
    for (const [what, text] of Object.entries(requests)) {
      test(`${format}, ${what}`, { timeout: 90_000 }, async (t) => {
        const { url, arrived } = await recordingServer(t);
        const request = await prepared(text(url));
        const { stdout } = await run(t, snippetOf(request, format));
        assert.match(stdout, /done/);
        const [got] = arrived;
        assert.ok(got);
        assert.equal(got.method, request.method);
        assert.equal(`${url}${got.url}`, request.url);
        assert.deepEqual(ownOf(got.headers), ownOf(request.headers));
        const sent = request.body.map((part) => ('bytes' in part ? Buffer.from(part.bytes) : ''));
        assert.equal(got.body, sent.map((bytes) => bytes.toString('latin1')).join(''));
      });
    }

    test(`${format}, with bytes and a file`, { timeout: 90_000 }, async (t) => {
      const { url, arrived } = await recordingServer(t);
      const folder = mkdtempSync(join(tmpdir(), "wirebook's file-"));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const path = join(folder, 'part.bin');
      writeFileSync(path, Buffer.from([0, 1, 254, 255]));
      const request = await prepared(
        `POST ${url}/parts\nContent-Type: application/octet-stream\n\nx`,
      );
      const body = [{ bytes: Buffer.from("it's ") }, { bytes: Buffer.from([255, 0]) }, { path }];
      await run(t, snippetOf({ ...request, body }, format));
      assert.equal(arrived[0]?.body, "it's \xff\x00\x00\x01\xfe\xff");
    });
  }

  test('a header beyond ASCII arrives in UTF-8', { timeout: 90_000 }, async (t) => {
    const { url, arrived } = await recordingServer(t);
    const request = await prepared(`GET ${url}/\nX-Name: 你好`);
    for (const format of ['curl', 'fetch', 'python'] as const)
      await run(t, snippetOf(request, format));
    assert.deepEqual(
      arrived.map(({ headers }) => ownOf(headers)),
      Array.from({ length: 3 }, () => [['x-name', '你好']]),
    );
  });
});

describe('a copied request over a UNIX socket', () => {
  for (const [where, listen] of [
    ['at a path', (folder: string) => join(folder, 'a.sock')],
    ['of the abstract namespace', () => `@wirebook-copied-${process.pid}`],
  ] as const) {
    test(`${where} arrives as it was`, { timeout: 90_000 }, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'wirebook-unix-'));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const path = listen(folder);
      const { arrived } = await recordingServer(t, path.replace(/^@/, '\0'));
      const request = await prepared(`POST unix:${path}:/a?b\nHost: app\n\nhello`);
      for (const format of ['curl', 'fetch', 'python'] as const) {
        const { stdout } = await run(t, snippetOf(request, format));
        assert.match(stdout, /done/);
      }
      assert.deepEqual(
        arrived.map(({ method, url, body }) => [method, url, body]),
        Array.from({ length: 3 }, () => ['POST', '/a?b', 'hello']),
      );
    });
  }

  test(
    'opens a WebSocket with Node and Python, and is put together for websocat',
    { timeout: 90_000 },
    async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'wirebook-unix-'));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const path = join(folder, 'a.sock');
      const messages: string[] = [];
      const http = createServer();
      const server = new WebSocketServer({ server: http });
      server.on('connection', (socket, { url }) => {
        socket.on('message', (data: Buffer) => {
          messages.push(`${url} ${data.toString()}`);
          socket.close(1000);
        });
      });
      http.listen(path);
      t.after(() => http.close());
      const request = await prepared(`WS unix:${path}:/chat\n\nhello`);
      for (const format of ['fetch', 'python'] as const) await run(t, snippetOf(request, format));
      assert.deepEqual(messages, ['/chat hello', '/chat hello']);
      const { text } = snippetOf(await prepared(`WSS unix:${path}:/chat`), 'websocat');
      const shown = `websocat() { printf '<%s>' "$@"; }\n${text}`;
      const { stdout } = await execute('sh', ['-c', shown]);
      assert.equal(
        stdout,
        `<--text><--ws-c-uri=wss://localhost/chat><--tls-domain=localhost><-><ws-c:ssl-connect:unix:${path}>`,
      );
    },
  );
});

const conversation = (url: string): string =>
  `WS ${url}\nX-Own: it's\nSec-WebSocket-Protocol: chat\n\n${nasty}\n=== send hex\n00ff\n=== wait-for-server\nbye`;

/** A server that keeps its messages and closes after the third. */
async function keepingServer(t: TestContext) {
  const messages: string[] = [];
  const headers: (string | undefined)[] = [];
  const url = await webSocketServer(
    t,
    (socket) => {
      socket.on('message', (data: Buffer, isBinary) => {
        messages.push(data.toString(isBinary ? 'hex' : 'utf8'));
        if (messages.length === 3) socket.close(1000, 'enough');
      });
    },
    {
      handleProtocols: (_offered, request) => {
        headers.push(String(request.headers['x-own']), request.headers['sec-websocket-protocol']);
        return 'chat';
      },
    },
  );
  return { url, messages, headers };
}

describe('a copied conversation', () => {
  test('says the same with the WebSocket of Node', { timeout: 90_000 }, async (t) => {
    const { url, messages, headers } = await keepingServer(t);
    const { stdout } = await run(t, snippetOf(await prepared(conversation(url)), 'fetch'));
    assert.deepEqual(messages, [nasty, '00ff', 'bye']);
    assert.deepEqual(headers, ["it's", 'chat']);
    assert.match(stdout, /closed 1000 enough/);
  });

  test('says the same with the websockets package of Python', { timeout: 90_000 }, async (t) => {
    const { url, messages, headers } = await keepingServer(t);
    const snippet = snippetOf(await prepared(conversation(url)), 'python');
    const version = spawnSync(python, ['-c', 'import websockets; print(websockets.__version__)']);
    const isOld = Number.parseInt(version.stdout.toString(), 10) < 14;
    const text = isOld ? snippet.text.replace('additional_headers', 'extra_headers') : snippet.text;
    await run(t, { ...snippet, text });
    assert.deepEqual(messages, [nasty, '00ff', 'bye']);
    assert.deepEqual(headers, ["it's", 'chat']);
  });

  test('is a handshake with curl', { timeout: 90_000 }, async (t) => {
    const { url, headers } = await keepingServer(t);
    const { text } = snippetOf(await prepared(conversation(url)), 'curl');
    // A WebSocket stays open, so curl is told to stop.
    const { stdout } = await execute('sh', ['-c', `${text.trimEnd()} --max-time 2 || true`]);
    assert.match(stdout, /^HTTP\/1.1 101 /);
    assert.match(stdout, /sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i);
    assert.deepEqual(headers, ["it's", 'chat']);
  });

  test('hands its text messages to websocat, whatever is in them', async () => {
    const { text } = snippetOf(await prepared(conversation('ws://127.0.0.1:1/')), 'websocat');
    // websocat is in no distribution that the tests run on: a shell function shows what it would get.
    const shown = `websocat() { printf '<%s>' "$@"; printf '|'; cat; }\n${text}`;
    const { stdout } = await execute('sh', ['-c', shown]);
    assert.equal(
      stdout,
      `<--null-terminated><--no-close><--header><X-Own: it's><--protocol><chat><ws://127.0.0.1:1/>|${nasty}\0bye\0`,
    );
  });
});
