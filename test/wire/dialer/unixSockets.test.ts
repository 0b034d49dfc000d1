import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';
import type { WireEvent } from '../../../src/core/wire/events.ts';
import { furtherFacts } from '../../../src/console/shell/factsLine.ts';
import { phaseSegments } from '../../../src/console/shell/phaseModel.ts';
import { socketFacts } from '../../../src/console/tabs/connectionFacts.ts';
import { timelineLanes } from '../../../src/console/tabs/timelineModel.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { nginxIsMissing, startNginx } from '../../support/httpNginx.ts';
import { isMissing } from '../../support/programs.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

const curl = '/usr/bin/curl';
const skip = nginxIsMissing || isMissing(curl);
const authority = await makeAuthority();
const identity = await authority.issue();

/** Runs a request file and answers its events, told apart by name. */
async function run(text: string, ...args: string[]) {
  await using folder = await CliFolder.with({ 'a.http': text, 'ca.pem': authority.pem });
  const result = await folder.run('run', 'a.http', '--all', '--output', 'json', ...args);
  const events = eventsOf(result);
  const all = <N extends WireEvent['event']>(name: N) =>
    events.filter((event): event is Extract<WireEvent, { event: N }> => event.event === name);
  return { ...result, events, all };
}

/** A UNIX socket in a folder of its own on which a server listens. */
async function listening(
  t: TestContext,
  server: { listen(path: string): unknown; close(): unknown } & NodeJS.EventEmitter,
): Promise<string> {
  const folder = await CliFolder.with({});
  const path = join(folder.path, 'a.sock');
  server.listen(path);
  await once(server, 'listening');
  t.after(async () => {
    server.close();
    await folder[Symbol.asyncDispose]();
  });
  return path;
}

describe('nginx on a UNIX socket', { skip }, () => {
  test('answers as it answers curl, without a lookup, on one socket, also after a redirect', async (t) => {
    const { socketPath } = await startNginx(t, identity);
    const url = `http://unix:${socketPath}:`;
    const { exitCode, events, all } = await run(
      `GET ${url}/method\nX-A: b\n\n### 2\nGET ${url}/moved`,
    );
    assert.equal(exitCode, 0);
    const args = ['-s', '--unix-socket', socketPath, '-H', 'X-A: b', 'http://localhost/method'];
    const { stdout } = await promisify(execFile)(curl, args);
    assert.deepEqual([all('http.body')[0]?.text, stdout], ['GET HTTP/1.1 b', stdout]);
    assert.deepEqual(
      events.slice(0, 4).map(({ event }) => event),
      ['exchange.started', 'unix.connect', 'unix.connected', 'http.request'],
    );
    assert.deepEqual(
      all('unix.connected').map(({ path }) => path),
      [socketPath],
    );
    assert.equal(all('http.redirect')[0]?.to, 'http://localhost/big.json');
    const remote = { address: socketPath, port: 0 };
    assert.deepEqual(
      all('connection.reused').map((event) => event.remote),
      [remote, remote],
    );
    const { timings } = all('exchange.completed')[0]!;
    assert.deepEqual([timings.dns, typeof timings.tcp], [null, 'number']);
  });

  test('speaks TLS and HTTP/2 there too, with the name of the Host header', async (t) => {
    const { tlsSocketPath } = await startNginx(t, identity);
    const { exitCode, all } = await run(
      `GET https+unix://${encodeURIComponent(tlsSocketPath)}/method`,
      '--ca',
      'ca.pem',
    );
    assert.equal(exitCode, 0);
    assert.equal(all('http.body')[0]?.text, 'GET HTTP/2.0 ');
    assert.equal(all('tls.started')[0]?.sni, 'localhost');
  });

  test('is what a curl block with --unix-socket asks', async (t) => {
    const { socketPath } = await startNginx(t, identity);
    const { all } = await run(`curl --unix-socket ${socketPath} http://api.example/method`);
    assert.equal(all('http.body')[0]?.text, 'GET HTTP/1.1 ');
    assert.deepEqual(all('http.request')[0]?.headers[0], ['Host', 'api.example']);
  });
});

describe('a UNIX socket', () => {
  test('is found beside the request file, and in the abstract namespace of Linux', async (t) => {
    const name = `wirebook-${process.pid}`;
    const abstract = createHttpServer((_request, response) => response.end('abstract'));
    abstract.listen({ path: `\0${name}` });
    await once(abstract, 'listening');
    t.after(() => abstract.close());
    await using folder = await CliFolder.with({
      'a.http': `GET unix:./a.sock:/\n\n### 2\nGET unix:@${name}:/\n\n### 3\nGET unix:@${name}-none:/`,
    });
    const beside = createHttpServer((_request, response) => response.end('beside'));
    beside.listen(join(folder.path, 'a.sock'));
    await once(beside, 'listening');
    t.after(() => beside.close());
    const events = eventsOf(await folder.run('run', 'a.http', '--all', '--output', 'json'));
    assert.deepEqual(
      events.flatMap((event) => (event.event === 'http.body' ? [event.text] : [])),
      ['beside', 'abstract'],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.event === 'unix.connected' ? [event.path] : [])),
      [join(folder.path, 'a.sock'), `@${name}`],
    );
    const failed = events.find((event) => event.event === 'exchange.failed');
    assert.deepEqual(
      [failed?.code, failed?.message],
      ['WB_UNIX_REFUSED', `Connection refused: nothing listens on the UNIX socket @${name}-none.`],
    );
  });

  test('carries a WebSocket', async (t) => {
    const http = createHttpServer();
    const server = new WebSocketServer({ server: http });
    server.on('connection', (socket, request) => socket.send(`hello from ${request.url}`));
    const path = await listening(t, http);
    const { exitCode, all } = await run(`ws+unix:${path}:/chat?x=1\n\n=== wait-for-server`);
    assert.equal(exitCode, 0);
    assert.equal(all('ws.message')[0]?.text, 'hello from /chat?x=1');
    for (const client of server.clients) client.terminate();
  });

  test('carries a conversation of bytes', async (t) => {
    const server = createServer((socket) => socket.pipe(socket));
    const path = await listening(t, server);
    const { exitCode, all } = await run(
      `TCP unix:${path}\n\nhello\n=== expect text == "hello"\n=== close`,
    );
    assert.equal(exitCode, 0);
    assert.equal(all('raw.data').length, 2);
    assert.equal(all('exchange.started')[0]?.url, `tcp://localhost${path}`);
  });

  test('is shown by its path, and its phase is not called TCP', async (t) => {
    const http = createHttpServer((_request, response) => response.end('here'));
    const path = await listening(t, http);
    const recorded = new RecordedHttp(t);
    const options = { unixSocket: { path, host: 'app' } };
    const id = await recorded.run('http://app/x', { options });
    const view = recorded.recording.exchange(id)!;
    const labels = phaseSegments(view, view.elapsedMs).map(({ label }) => label);
    assert.deepEqual(labels, ['UNIX', 'send', 'wait', 'receive']);
    assert.ok(furtherFacts(view).includes(path));
    const [hop] = timelineLanes(view, view.elapsedMs);
    assert.deepEqual(
      hop?.lanes.filter(({ nested }) => nested).map(({ label, note }) => [label, note]),
      [[path, 'connected']],
    );
    const facts = socketFacts(view, view.hops[0]!, view.connection!);
    assert.deepEqual(facts[0], { name: 'remote', value: path });
    assert.equal(view.connection?.origin, `unix:${path}`);
  });

  test('goes past every proxy', async (t) => {
    const http = createHttpServer((_request, response) => response.end('here'));
    const path = await listening(t, http);
    const { all } = await run(`# @proxy http://127.0.0.1:9\nGET unix:${path}:/`);
    assert.equal(all('http.body')[0]?.text, 'here');
  });

  test('that is not there, or that nobody listens on, or that is no socket is told as such', async (t) => {
    const server = createServer();
    const path = await listening(t, server);
    await using folder = await CliFolder.with({ 'no.sock': 'a file' });
    await promisify(execFile)('/bin/cp', ['-a', path, join(folder.path, 'dead.sock')]);
    for (const [file, code, systemCode] of [
      ['none.sock', 'WB_UNIX_NOT_FOUND', 'ENOENT'],
      ['dead.sock', 'WB_UNIX_REFUSED', 'ECONNREFUSED'],
      ['no.sock', 'WB_UNIX_REFUSED', 'ECONNREFUSED'],
    ] as const) {
      const { exitCode, all } = await run(`GET unix:${join(folder.path, file)}:/`);
      const [failed] = all('exchange.failed');
      assert.deepEqual([exitCode, failed?.code, failed?.phase], [3, code, 'tcp']);
      assert.deepEqual(
        all('unix.failed').map((event) => event.code),
        [systemCode],
      );
    }
    const { all } = await run(`GET unix:/${'long'.repeat(60)}:/`);
    assert.equal(all('exchange.failed')[0]?.code, 'WB_UNIX_FAILED');
  });
});
