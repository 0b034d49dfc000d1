import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { serveHttp } from '../../support/httpServers.ts';

/** Runs a file against a server; the folder is there until the test ends. */
async function save(t: TestContext, lines: string, answer: RequestListener, files = {}) {
  const { port } = await serveHttp(t, answer);
  const folder = await CliFolder.with({
    'a.http': `GET http://127.0.0.1:${port}/\n\n${lines}\n`,
    ...files,
  });
  t.after(() => folder[Symbol.asyncDispose]());
  const run = (...args: string[]) => folder.run('run', 'a.http', '--output', 'json', ...args);
  return { folder, run, names: async () => (await readdir(folder.path)).toSorted() };
}

const body = randomBytes(3_000_000);
const answerBytes: RequestListener = (_request, response) => response.end(body);

const broken: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Length': '100' });
  response.write('half');
  setTimeout(() => response.destroy(), 50);
};

describe('>> file', () => {
  test('keeps the bytes as they are, under a further name where there is a file already', async (t) => {
    const { folder, run, names } = await save(t, '>> out-{{n}}.bin', answerBytes);
    const first = await run('--var', 'n=1', '--body-limit', '1000');
    assert.equal(first.exitCode, 0, first.stderr);
    await run('--var', 'n=1');
    assert.deepEqual(await names(), ['a.http', 'out-1-1.bin', 'out-1.bin']);
    for (const name of ['out-1.bin', 'out-1-1.bin']) {
      assert.ok(body.equals(await readFile(join(folder.path, name))));
    }
    const saved = eventsOf(first).find((event) => event.event === 'response.saved');
    assert.deepEqual([saved?.line, saved?.bytes], [3, body.length]);
    assert.ok(saved?.path.endsWith('/out-1.bin'));
  });

  test('is decoded; >>! replaces, makes folders, and several may stand there', async (t) => {
    const { folder, run } = await save(
      t,
      '>>! x/y/out.txt\n>> copy.txt\n\n> {% client.log("after") %}',
      (_request, response) => {
        response.setHeader('Content-Encoding', 'gzip');
        response.end(gzipSync('压缩'));
      },
    );
    await mkdir(join(folder.path, 'x'));
    for (const _ of [1, 2]) assert.equal((await run()).exitCode, 0);
    assert.equal(await folder.read('x/y/out.txt'), '压缩');
    assert.equal(await folder.read('copy-1.txt'), '压缩');
    assert.deepEqual(await readdir(join(folder.path, 'x/y')), ['out.txt']);
  });

  test('is the last answer alone, not that of a redirect or a challenge', async (t) => {
    const { folder, run } = await save(t, '>> out.txt', (request, response) => {
      if (request.url === '/') response.writeHead(302, { Location: '/end' }).end('moved elsewhere');
      else response.end('end');
    });
    assert.equal((await run()).exitCode, 0);
    assert.equal(await folder.read('out.txt'), 'end');
  });

  test('leaves nothing behind and replaces nothing when the exchange fails', async (t) => {
    const files = { 'out.txt': 'before' };
    const { folder, run, names } = await save(t, '>>! out.txt', broken, files);
    assert.equal((await run()).exitCode, 3);
    assert.deepEqual(await names(), ['a.http', 'out.txt']);
    assert.equal(await folder.read('out.txt'), 'before');
  });

  test('replaces a link instead of following it', async (t) => {
    const { folder, run } = await save(
      t,
      '>>! link.txt',
      (_request, response) => response.end('new'),
      {
        'target.txt': 'kept',
      },
    );
    await symlink('target.txt', join(folder.path, 'link.txt'));
    assert.equal((await run()).exitCode, 0);
    assert.deepEqual(
      [await folder.read('target.txt'), await folder.read('link.txt')],
      ['kept', 'new'],
    );
    await assert.rejects(readlink(join(folder.path, 'link.txt')));
  });

  const refused: [what: string, path: string, reason: RegExp][] = [
    ['outside the folder', '../out.txt', /outside the workspace/],
    ['an absolute path elsewhere', '/tmp/wirebook-out.txt', /outside the workspace/],
    ['through a link that leads out', 'out/x.txt', /leads it out/],
    ['below a file', 'a.http/x.txt', /ENOTDIR|EEXIST/],
  ];
  for (const [what, path, reason] of refused) {
    test(`${what} is refused before anything is sent`, async (t) => {
      let requests = 0;
      const { folder, run } = await save(t, `>>! ${path}`, (_request, response) => {
        requests += 1;
        response.end();
      });
      await symlink('/tmp', join(folder.path, 'out'));
      const { exitCode, stderr } = await run();
      assert.equal(exitCode, 2);
      assert.match(stderr, /^a\.http:3:\d+: WB_RESPONSE_FILE/m);
      assert.match(stderr, reason);
      assert.equal(requests, 0);
    });
  }
});
