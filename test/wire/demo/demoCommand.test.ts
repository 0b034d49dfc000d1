import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runDemoServer } from '../../../src/demo/demoCommand.ts';

describe('the demo server of the command line', () => {
  const cacheBefore = process.env['XDG_CACHE_HOME'];
  let cache: string;
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), 'wirebook-cache-'));
    process.env['XDG_CACHE_HOME'] = cache;
  });
  after(async () => {
    if (cacheBefore === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cacheBefore;
    await rm(cache, { recursive: true, force: true });
  });

  test('prints its URLs and runs until it is told to stop', async () => {
    const stop = new AbortController();
    const printed = Promise.withResolvers<string>();
    const running = runDemoServer({ httpPort: 0, httpsPort: 0 }, printed.resolve, stop.signal);
    const text = await printed.promise;
    const url = /http:\/\/localhost:\d+/.exec(text)?.[0] ?? '';
    assert.equal((await fetch(`${url}/json`)).status, 200);
    assert.ok(text.includes(join(cache, 'wirebook', 'demo-ca.pem')));
    stop.abort();
    await running;
    await assert.rejects(fetch(url));
  });
});
