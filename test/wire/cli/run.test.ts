import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { WireEventName } from '../../../src/core/wire/events.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

/** Runs one file and returns its result and events. */
async function runFile(text: string, ...args: string[]) {
  await using folder = await CliFolder.with({ 'a.http': text });
  const result = await folder.run('run', 'a.http', '--output', 'json', ...args);
  return { ...result, events: eventsOf(result) };
}

async function exitCodeInDev(current: CliFolder, file: string): Promise<number | null> {
  return (await current.run('run', file, '--env', 'dev')).exitCode;
}

function names(events: { event: WireEventName }[]): WireEventName[] {
  return events.map(({ event }) => event);
}

describe('wirebook run', () => {
  test('tells the whole way of a request, one event a line', async () => {
    const { events, exitCode, stderr } = await runFile(`GET ${demo.urls.http}/json\n`);
    assert.equal(exitCode, 0);
    assert.equal(stderr, '');
    assert.deepEqual(names(events), [
      'exchange.started',
      'dns.started',
      'dns.resolved',
      'tcp.attempt',
      'tcp.connected',
      'http.request',
      'http.response',
      'http.body',
      'exchange.completed',
    ]);
    assert.ok(events.every(({ v, exchange }) => v === 1 && exchange === 1));
    const body = events.find(({ event }) => event === 'http.body');
    assert.match(JSON.stringify(body), /你好/);
  });

  test('takes the first request, one by name, one by line, or all', async () => {
    const file = `### first\nGET ${demo.urls.http}/A\n\n### second\nGET ${demo.urls.http}/B\n`;
    const urlsOf = async (...args: string[]): Promise<string[]> => {
      const { events } = await runFile(file, ...args);
      return events
        .filter((event) => event.event === 'exchange.started')
        .map(({ url }) => url.slice(demo.urls.http.length));
    };
    assert.deepEqual(await urlsOf(), ['/A']);
    assert.deepEqual(await urlsOf('--name', 'second'), ['/B']);
    assert.deepEqual(await urlsOf('--line', '5'), ['/B']);
    assert.deepEqual(await urlsOf('--all'), ['/A', '/B']);
    assert.deepEqual((await urlsOf('--all', '--parallel')).toSorted(), ['/A', '/B']);
  });

  test('takes requests from the fences of a Markdown file', async () => {
    const text = `# Notes

GET it.

\`\`\`http
### first
# @tag one
GET {{url}}/A
\`\`\`

\`\`\`rest
### second
# @tag two
POST {{url}}/echo

body
\`\`\`

More prose.
`;
    await using folder = await CliFolder.with({ 'notes.md': text, 'bare.md': '# Notes\n' });
    const pathsOf = async (...args: string[]): Promise<string[]> => {
      const url = demo.urls.http;
      const result = await folder.run(
        'run',
        'notes.md',
        '--output',
        'json',
        '--var',
        `url=${url}`,
        ...args,
      );
      const requests = eventsOf(result).filter((event) => event.event === 'http.request');
      return requests.map(({ target, bodyLength }) => `${target} ${bodyLength}`);
    };
    assert.deepEqual(await pathsOf(), ['/A 0']);
    assert.deepEqual(await pathsOf('--name', 'second'), ['/echo 4']);
    assert.deepEqual(await pathsOf('--line', '14'), ['/echo 4']);
    assert.deepEqual(await pathsOf('--tag', 'two'), ['/echo 4']);
    assert.deepEqual(await pathsOf('--all'), ['/A 0', '/echo 4']);
    assert.match(
      (await folder.run('run', 'notes.md', '--line', '1')).stderr,
      /no request with that line/,
    );
    assert.match((await folder.run('run', 'bare.md')).stderr, /WB_NO_REQUEST/);
  });

  test('reuses the connection for the next request of the file and says so', async () => {
    const { events } = await runFile(
      `GET ${demo.urls.http}/A\n\n###\nGET ${demo.urls.http}/B\n`,
      '--all',
    );
    const reused = events.filter((event) => event.event === 'connection.reused');
    assert.deepEqual(
      reused.map(({ exchange, requestsBefore }) => [exchange, requestsBefore]),
      [[2, 1]],
    );
    const [, second] = events.filter((event) => event.event === 'exchange.completed');
    assert.equal(second?.timings.tcp, null);
    assert.equal(second?.timings.dns, null);
  });

  for (const [profile, connections] of [
    ['browser', 6],
    ['node', 8],
    ['single', 1],
    ['3', 3],
  ] as const) {
    test(`sends all in parallel over ${connections} connections with --profile ${profile}`, async () => {
      const text = Array.from({ length: 8 }, () => `###\nGET ${demo.urls.http}/slow/1?ms=400\n`);
      const args = ['--all', '--parallel', '--profile', profile];
      const { events, exitCode } = await runFile(text.join('\n'), ...args);
      assert.equal(exitCode, 0);
      const over = events.filter(({ event }) => event === 'exchange.completed');
      const opened = events.filter(({ event }) => event === 'tcp.connected');
      assert.deepEqual([over.length, opened.length], [8, connections]);
    });
  }

  test('holds a WebSocket conversation and closes with 1000', async () => {
    const { events, exitCode } = await runFile(
      `# @linger 100 ms\n${demo.urls.ws}/echo\n\n你好\n=== wait-for-server\n{"a":1}\n`,
    );
    assert.equal(exitCode, 0);
    const messages = events.filter((event) => event.event === 'ws.message');
    assert.deepEqual(
      messages.map(({ dir, text }) => [dir, text]),
      [
        ['out', '你好'],
        ['in', '你好'],
        ['out', '{"a":1}'],
        ['in', '{"a":1}'],
      ],
    );
    const closes = events.filter((event) => event.event === 'ws.close');
    assert.deepEqual(
      closes.map(({ dir, code, clean }) => [dir, code, clean]),
      [
        ['out', 1000, false],
        ['in', 1000, true],
      ],
    );
    assert.equal(events.find((event) => event.event === 'ws.handshake')?.acceptOk, true);
  });

  test('resolves variables of the file, the environment and the command line', async () => {
    await using folder = await CliFolder.with({
      'a.http': `@path = file\nGET {{host}}/echo?a={{path}}&b={{who}}\n`,
      'http-client.env.json': JSON.stringify({ dev: { host: demo.urls.http, who: 'env' } }),
    });
    const args = ['run', 'a.http', '--env', 'dev', '--var', 'who=me', '--output', 'json'];
    const result = await folder.run(...args);
    const request = eventsOf(result).find((event) => event.event === 'http.request');
    assert.equal(request?.target, '/echo?a=file&b=me');
  });

  test('finds environments up to the root of the repository, else up to the current folder', async () => {
    await using folder = await CliFolder.with({
      'http-client.env.json': JSON.stringify({ dev: { host: demo.urls.http } }),
    });
    const below = new CliFolder(join(folder.path, 'sub'));
    await mkdir(below.path);
    await writeFile(join(below.path, 'a.http'), 'GET {{host}}/status/204\n');
    assert.equal(await exitCodeInDev(folder, 'sub/a.http'), 0);
    assert.equal(await exitCodeInDev(below, 'a.http'), 2);
    await mkdir(join(folder.path, '.git'));
    assert.equal(await exitCodeInDev(below, 'a.http'), 0);
    await mkdir(join(below.path, '.git'));
    assert.equal(await exitCodeInDev(folder, 'sub/a.http'), 2);
  });

  test('masks credentials unless it is asked to show them', async () => {
    const file = `GET ${demo.urls.http}/headers\nAuthorization: Bearer s3cr3t-t0ken\n`;
    const masked = await runFile(file);
    assert.ok(!masked.stdout.includes('s3cr3t-t0ken'));
    const shown = await runFile(file, '--show-secrets');
    assert.ok(shown.stdout.includes('s3cr3t-t0ken'));
  });

  test('masks what --var gives for a secret or a password, also where it is explained and recorded', async () => {
    await using folder = await CliFolder.with({
      'a.http': `# @secret tk\n# @prompt password\nGET ${demo.urls.http}/status/204?q={{tk}}\nX-P: {{password}}\n`,
    });
    const given = ['--var', 'tk=topsecret99', '--var', 'password=pass-word-1'];
    for (const output of ['text', 'json', 'junit']) {
      const options = ['--output', output, '--explain', '--record', 'r.ndjson', ...given];
      const { stdout, stderr, exitCode } = await folder.run('run', 'a.http', ...options);
      const told = stdout + stderr + (await folder.read('r.ndjson'));
      assert.equal(exitCode, 0);
      assert.match(told, /q=••••••/);
      assert.doesNotMatch(told, /topsecret99|pass-word-1/);
    }
  });

  test('prints the text of a note above its request, as a comment, and asks nobody', async () => {
    await using folder = await CliFolder.with({
      'a.http': `# @note Deletes everything\nGET ${demo.urls.http}/status/204\n`,
    });
    const text = await folder.run('run', 'a.http');
    assert.equal(text.exitCode, 0);
    assert.match(text.stdout, /^\n# Deletes everything\n\n▶ GET /);
    const json = await folder.run('run', 'a.http', '--output', 'json');
    assert.doesNotMatch(json.stdout, /Deletes/);
  });

  test('verifies TLS unless it is told not to', async () => {
    const file = `GET ${demo.urls.https}/A\n`;
    const refused = await runFile(file);
    assert.equal(refused.exitCode, 3);
    const failed = refused.events.find((event) => event.event === 'exchange.failed');
    assert.equal(failed?.code, 'WB_TLS_UNKNOWN_AUTHORITY');
    assert.ok(!names(refused.events).includes('http.request'), 'nothing was sent');
    const insecure = await runFile(file, '--insecure');
    assert.equal(insecure.exitCode, 0);
    assert.ok(names(insecure.events).includes('http.response'));
  });

  test('ends with 1 for a status that the file does not expect', async () => {
    assert.equal((await runFile(`GET ${demo.urls.http}/status/404\n`)).exitCode, 1);
    assert.equal((await runFile(`GET ${demo.urls.http}/status/204\n`)).exitCode, 0);
  });

  test('ends with 2 and a place in the file for a variable without a value', async () => {
    const { exitCode, stderr, events } = await runFile('### x\nGET http://{{nohost}}/\n');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.http:2:12: WB_UNRESOLVED_VARIABLE The variable nohost has no value/);
    assert.deepEqual(names(events), ['exchange.started', 'exchange.failed', 'exchange.completed']);
  });

  test('ends with 2 for a file without a request, or without the one asked for', async () => {
    const empty = await runFile('# nothing here\n');
    assert.equal(empty.exitCode, 2);
    assert.match(empty.stderr, /^a\.http:1:1: WB_NO_REQUEST /);
    const missing = await runFile(`### a\nGET ${demo.urls.http}/A\n`, '--name', 'b');
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /Its requests: a/);
  });

  test('ends with 2 for a file that is not there, and says which', async () => {
    await using folder = await CliFolder.with({});
    const { exitCode, stderr } = await folder.run('run', 'no.http');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^no\.http:1:1: WB_NO_FILE /);
  });

  test('ends with 2 for an unknown method, and sends nothing', async () => {
    const { exitCode, stderr, events } = await runFile(`FETCH ${demo.urls.http}/A\n`);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.http:1:1: WB_/);
    assert.deepEqual(names(events), ['exchange.started', 'exchange.failed', 'exchange.completed']);
  });

  test('refuses a header value with a line break from a variable, and sends nothing', async () => {
    const file = `GET ${demo.urls.http}/A\nX: {{v}}\n`;
    const { exitCode, stderr, events } = await runFile(file, '--var', 'v=a\r\nB: c');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.http:2:4: WB_INVALID_HEADER /);
    assert.deepEqual(names(events), ['exchange.started', 'exchange.failed', 'exchange.completed']);
  });

  test('ends with 2 for a body file that is missing, and sends nothing', async () => {
    const file = `POST ${demo.urls.http}/echo\n\n< ./no.json\n`;
    const { exitCode, stderr, events } = await runFile(file);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.http:3:3: WB_BODY_FILE_MISSING /);
    assert.deepEqual(names(events), ['exchange.started', 'exchange.failed', 'exchange.completed']);
  });

  test('ends with 3 where nothing listens, and says at which line', async () => {
    const { exitCode, stderr } = await runFile('###\n\nGET http://127.0.0.1:1/\n');
    assert.equal(exitCode, 3);
    assert.match(stderr, /^a\.http:3:1: WB_TCP_REFUSED Connection refused/);
  });

  test('tells what runs in parallel on one connection in the order of the wire', async () => {
    const request = `# @insecure\nGET ${demo.urls.https}/bytes/100000\n`;
    const text = Array.from({ length: 6 }, () => request).join('\n###\n');
    const { events } = await runFile(text, '--all', '--parallel', '--profile', 'single');
    const ofOne = events.filter(({ connection }) => connection === 1);
    assert.equal(ofOne[0]?.event, 'tcp.attempt');
    const opened = ofOne
      .filter((event) => event.event === 'h2.frame')
      .filter(({ dir, type }) => dir === 'out' && type === 'HEADERS')
      .map(({ stream }) => stream);
    assert.deepEqual(opened, [1, 3, 5, 7, 9, 11]);
  });

  test('stops after --timeout', async () => {
    const { exitCode, events } = await runFile(
      `GET ${demo.urls.http}/delay/5\n`,
      '--timeout',
      '2000',
    );
    assert.equal(exitCode, 3);
    const failed = events.find((event) => event.event === 'exchange.failed');
    assert.deepEqual([failed?.code, failed?.phase], ['WB_TIMEOUT', 'wait']);
  });

  test('says which bytes came behind the response, and keeps the response', async () => {
    const { exitCode, events, stderr } = await runFile(`GET ${demo.urls.http}/wrong-length\n`);
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /WB_HTTP_STRAY_BYTES The server sent 36 bytes more than its response holds/,
    );
    assert.equal(events.find((event) => event.event === 'http.body')?.text, 'hello');
  });

  test('writes the events to a file with --record, whatever the output', async () => {
    await using folder = await CliFolder.with({ 'a.http': `GET ${demo.urls.http}/A\n` });
    const result = await folder.run('run', 'a.http', '--record', 'r.ndjson');
    assert.match(result.stdout, /^< HTTP\/1\.1 200 OK$/m);
    const recorded = eventsOf({ stdout: await folder.read('r.ndjson') });
    assert.equal(recorded.at(-1)?.event, 'exchange.completed');
  });

  test('cuts a body at --body-limit and says so', async () => {
    const { events } = await runFile(`GET ${demo.urls.http}/bytes/5000\n`, '--body-limit', '1000');
    const body = events.find((event) => event.event === 'http.body');
    assert.equal(body?.truncated, true);
    assert.equal(body?.received.bytes, 5000);
    assert.equal(Buffer.from(body?.base64 ?? '', 'base64').length, 1000);
  });

  test('keeps the one event of a body for any text the server sends', async () => {
    const { events } = await runFile(
      `POST ${demo.urls.http}/echo\nContent-Type: text/plain\n\n𝒲𝒾𝓇𝑒 书 \u2028\u0000 end`,
    );
    const bodies = events.filter((event) => event.event === 'http.body');
    assert.equal(bodies.length, 1);
    assert.match(bodies[0]?.text ?? '', /𝒲𝒾𝓇𝑒 书/);
  });
});
