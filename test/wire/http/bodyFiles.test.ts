import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { constants } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { HttpRunner } from '../../support/httpRun.ts';
import { serveHttp2 } from '../../support/http2Server.ts';
import { serveTcp } from '../../support/httpServers.ts';

const sizeBytes = 8 * 1024 * 1024;

async function largeFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-body-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'body.bin');
  await writeFile(path, Buffer.alloc(sizeBytes, 'x'));
  return path;
}

type Change = (path: string) => Promise<void>;

const changes: [what: string, change: Change, sizeNow: number][] = [
  ['grows', (path) => appendFile(path, 'more'), sizeBytes + 4],
  ['shrinks', (path) => truncate(path, 1_000_000), 1_000_000],
  ['is written to', (path) => utimes(path, 1, 1), sizeBytes],
];

describe('a body file that', { timeout: 60_000 }, () => {
  for (const [what, change, sizeNow] of changes) {
    test(`${what} while it is sent breaks the request off, and says so`, async (t) => {
      const path = await largeFile(t);
      let receivedBytes = 0;
      const closed = Promise.withResolvers<void>();
      const server = await serveTcp(t, (socket) => {
        socket.once('data', () => {
          socket.pause();
          void change(path).then(() => socket.resume());
        });
        socket.on('data', (chunk) => (receivedBytes += chunk.length));
        socket.once('close', () => closed.resolve());
        socket.once('end', () => socket.destroy());
      });
      const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
        method: 'POST',
        body: [{ path }],
      });
      assert.equal(sink.error?.code, 'WB_BODY_FILE_CHANGED');
      assert.equal(sink.error?.phase, 'send');
      const { size, sizeNow: now, path: named } = sink.error?.params ?? {};
      assert.deepEqual([named, size, now], [path, `${sizeBytes}`, `${sizeNow}`]);
      await closed.promise;
      assert.ok(receivedBytes < sizeBytes, 'the server has no whole request');
    });

    test(`${what} while it is sent on HTTP/2 resets its stream, and says so`, async (t) => {
      const path = await largeFile(t);
      const reset = Promise.withResolvers<number>();
      let hasEnded = false;
      const server = await serveHttp2(t, (stream) => {
        stream.once('end', () => (hasEnded = !stream.aborted));
        stream.once('data', () => {
          stream.pause();
          void change(path).then(() => stream.resume());
        });
        stream.on('data', () => undefined);
        stream.once('close', () => reset.resolve(stream.rstCode));
      });
      const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
        method: 'POST',
        body: [{ path }],
        options: { httpVersion: '2-prior' },
      });
      assert.equal(sink.error?.code, 'WB_BODY_FILE_CHANGED');
      assert.equal(await reset.promise, constants.NGHTTP2_CANCEL);
      assert.equal(hasEnded, false, 'the server has no whole request');
    });
  }

  test('is empty is sent', async (t) => {
    const path = await largeFile(t);
    await truncate(path, 0);
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body: [{ path }],
    });
    assert.equal(sink.error, undefined);
  });
});
