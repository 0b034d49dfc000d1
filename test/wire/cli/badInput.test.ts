import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { CliFolder, eventsOf, resultOf } from '../../support/cli.ts';
import { serveHttp } from '../../support/httpServers.ts';

/** Runs `a.http` beside other files against a server that answers what it is sent. */
async function runFile(t: TestContext, files: Record<string, string>, ...args: string[]) {
  let requests = 0;
  const bodies: Buffer[] = [];
  const server = await serveHttp(t, (request, response) => {
    requests++;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      response.end('{}');
    });
  });
  await using folder = await CliFolder.with(files);
  const result = await folder.run(
    'run',
    'a.http',
    '--output',
    'json',
    '--var',
    `host=http://127.0.0.1:${server.port}`,
    ...args,
  );
  return { ...result, events: eventsOf(result), requests, bodies };
}

/** What ends a request before it is sent: files, further arguments, and what standard error says. */
const refused: [what: string, files: Record<string, string>, args: string[], says: RegExp][] = [
  [
    'variables in a circle',
    { 'a.http': '@x = {{y}}\n@y = {{x}}\nGET {{host}}/{{x}}\n' },
    [],
    /^a\.http:3:14: \S+ .*x → y → x/,
  ],
  [
    'a list in an environment file',
    {
      'a.http': 'GET {{host}}/{{a}}\n',
      'http-client.env.json': '{ "dev": { "a": [1, 2] } }',
    },
    ['--env', 'dev'],
    /^a\.http:1:14: \S+ .*"a" is not a text, number or boolean/,
  ],
  [
    'a provider object in an environment file',
    {
      'a.http': 'GET {{host}}/{{a}}\n',
      'http-client.env.json': '{"dev":{"a":{"provider":"AzureKeyVault","secretName":"s"}}}',
    },
    ['--env', 'dev'],
    /^a\.http:1:14: \S+ .*secret of Visual Studio \(AzureKeyVault\).*\{\{\$secret a\}\}/,
  ],
  [
    'a folder as body',
    { 'a.http': 'POST {{host}}/\n\n< .\n' },
    [],
    /^a\.http:3:3: WB_BODY_FILE_REFUSED .*it is a folder/,
  ],
  [
    'a device as body',
    { 'a.http': 'POST {{host}}/\n\n< /dev/zero\n' },
    [],
    /^a\.http:3:3: WB_BODY_FILE_REFUSED .*no regular file/,
  ],
  [
    'a NUL in a header',
    { 'a.http': 'GET {{host}}/\nX: a\0b\n' },
    [],
    /^a\.http:2:4: WB_INVALID_HEADER .*NUL/,
  ],
  [
    'a question that nobody answers',
    { 'a.http': '# @prompt who\nGET {{host}}/{{who}}\n' },
    [],
    /^a\.http:2:14: \S+ .*"who"/,
  ],
  [
    'a script that never ends',
    { 'a.http': '< {%\n  while (true);\n%}\nGET {{host}}/\n' },
    [],
    /^a\.http:\d:\d+: WB_SCRIPT_TIMEOUT .*5 s/,
  ],
  [
    'a script that allocates without end',
    {
      'a.http':
        '< {%\n  const a = []; for (;;) a.push(new Array(1e5).fill(0));\n%}\nGET {{host}}/\n',
    },
    [],
    /^a\.http:\d:\d+: WB_SCRIPT_MEMORY .*256 MB/,
  ],
];

describe('bad input', { timeout: 120_000 }, () => {
  for (const [what, files, args, says] of refused) {
    test(`${what} is said with its place, and nothing is sent`, async (t) => {
      const { exitCode, stderr, requests } = await runFile(t, files, ...args);
      assert.match(stderr, says);
      assert.equal(requests, 0);
      assert.ok(exitCode === 1 || exitCode === 2);
    });
  }

  test('an environment file that is no JSON is said; what could be read counts', async (t) => {
    const files = {
      'a.http': 'GET {{host}}/{{a}}\n',
      'http-client.env.json': '{ "dev": { "a": "before", "b" "after" } }',
    };
    const { exitCode, stderr, requests } = await runFile(t, files, '--env', 'dev');
    assert.match(stderr, /^http-client\.env\.json:1:\d+: WB3002 .*not valid JSON/);
    assert.equal(requests, 1);
    assert.equal(exitCode, 0);
  });

  test('an import that is not there is said; what needs nothing of it is sent', async (t) => {
    const files = {
      'a.http':
        'import above.http\n\n### first\nGET {{host}}/1\n\n### second\n# @import ./none.http\nGET {{host}}/2\n',
    };
    const first = await runFile(t, files, '--name', 'first');
    assert.deepEqual([first.exitCode, first.requests], [0, 1]);
    assert.match(first.stderr, /^a\.http:1:8: WB3007 The file "above\.http" does not exist/);
    assert.match(first.stderr, /^a\.http:7:11: WB3007 The file "\.\/none\.http" does not exist/m);
    const all = await runFile(t, files, '--all');
    assert.deepEqual([all.exitCode, all.requests], [2, 1]);
    assert.equal(all.stderr.match(/none\.http" does not exist/g)?.length, 1);
  });

  test('a request file in another encoding is said, and nothing of it is sent', async (t) => {
    await using folder = await CliFolder.with({});
    await writeFile(
      join(folder.path, 'a.http'),
      Buffer.from('GET http://127.0.0.1/\xe9', 'latin1'),
    );
    for (const command of ['run', 'parse']) {
      const { exitCode, stderr } = await folder.run(command, 'a.http');
      assert.match(stderr, /^a\.http:1:22: WB_NOT_UTF8 The file is not in UTF-8/);
      assert.equal(exitCode, 2);
    }
    const valid = Buffer.from('# \ufffd 王😀\r\n# caf');
    await writeFile(
      join(folder.path, 'a.http'),
      Buffer.concat([valid, Buffer.of(0xe9, 0x20, 0xf0)]),
    );
    const { stderr } = await folder.run('run', 'a.http');
    assert.match(stderr, /^a\.http:2:6: WB_NOT_UTF8/);
    const { requests } = await runFile(t, { 'a.http': 'GET {{host}}/\n' });
    assert.equal(requests, 1);
  });

  test('UTF-16 with its mark is read', async () => {
    await using folder = await CliFolder.with({});
    const text = '\uFEFFGET http://127.0.0.1/茶\r\n';
    await writeFile(join(folder.path, 'a.http'), Buffer.from(text, 'utf16le'));
    const { exitCode, stdout } = await folder.run('parse', 'a.http', '--json');
    assert.equal(exitCode, 0);
    assert.equal(JSON.parse(stdout).url, 'http://127.0.0.1/茶');
  });

  test('NUL, CRLF, a byte order mark and a line of one megabyte are sent as they are', async (t) => {
    const long = '中'.repeat(350_000);
    const { exitCode, stderr, bodies } = await runFile(t, {
      'a.http': `\uFEFFPOST {{host}}/\r\nContent-Type: text/plain\r\n\r\na\0b\r\n${long}\r\n`,
    });
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    const [first, second] = bodies[0]?.toString().split(/\r?\n/) ?? [];
    assert.equal(first, 'a\0b');
    assert.ok(second === long);
  });

  test('a body file larger than what is recorded is sent in bounded memory', async (t) => {
    const sizeBytes = 1024 ** 3;
    let receivedBytes = 0;
    const server = await serveHttp(t, (request, response) => {
      request.on('data', (chunk: Buffer) => (receivedBytes += chunk.length));
      request.on('end', () => response.end());
    });
    await using folder = await CliFolder.with({
      'a.http': `POST http://127.0.0.1:${server.port}/\n\n< sparse.bin\n`,
      'sparse.bin': '',
    });
    await truncate(join(folder.path, 'sparse.bin'), sizeBytes);
    const child = folder.start('run', 'a.http', '--output', 'json');
    let peakKilobytes = 0;
    const watch = setInterval(() => {
      void readFile(`/proc/${child.pid}/status`, 'utf8')
        .then(
          (status) => (peakKilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKilobytes)),
        )
        .catch(() => undefined);
    }, 50);
    const { exitCode } = await resultOf(child);
    clearInterval(watch);
    assert.equal(exitCode, 0);
    assert.equal(receivedBytes, sizeBytes);
    // The recording keeps 512 MB of what was sent at most.
    assert.ok(peakKilobytes > 0 && peakKilobytes < 1024 * 1024, `${peakKilobytes} kB`);
    t.diagnostic(`${Math.round(peakKilobytes / 1024)} MB at most`);
  });
});
