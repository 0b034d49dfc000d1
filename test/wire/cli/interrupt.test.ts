import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { CliFolder, eventsOf, resultOf } from '../../support/cli.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

/** Resolves when the command has written an event of this name. */
async function written(child: ChildProcessWithoutNullStreams, event: string): Promise<void> {
  let text = '';
  while (!text.includes(`"${event}"`)) text += String((await once(child.stdout, 'data'))[0]);
}

describe('a command that is stopped in the middle', { timeout: 20_000 }, () => {
  test('by Ctrl+C closes its WebSocket and ends with 3', async () => {
    await using folder = await CliFolder.with({
      'a.ws': `${demo.urls.ws}/ticker\n\n=== wait-for-server 1000\n`,
    });
    const child = folder.start('run', 'a.ws', '--output', 'json');
    const ended = resultOf(child);
    await written(child, 'ws.message');
    // As a terminal and an older Node above it send them.
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const result = await ended;
    assert.equal(result.exitCode, 3, result.stderr);
    const events = eventsOf(result);
    const close = events.find((event) => event.event === 'ws.close');
    assert.deepEqual([close?.dir, close?.code], ['out', 1000]);
    assert.equal(events.at(-1)?.event, 'exchange.completed');
  });

  test('by Ctrl+C ends what # @keep-streaming holds open, which went well', async () => {
    const held = `# @keep-streaming\n${demo.urls.ws}/echo\n\nhi\n=== expect text == "hi"\n`;
    await using folder = await CliFolder.with({
      'a.ws': held,
      'two.ws': `${held}\n###\n${held}`,
    });
    for (const [args, expected] of [
      [['a.ws'], 0],
      [['two.ws', '--all'], 3],
    ] as const) {
      const child = folder.start('run', ...args, '--output', 'json');
      const ended = resultOf(child);
      await written(child, 'expect');
      child.kill('SIGINT');
      const result = await ended;
      assert.equal(result.exitCode, expected, result.stdout);
      const last = eventsOf(result).at(-1);
      assert.equal(last?.event === 'exchange.completed' && last.outcome, 'ok');
    }
  });

  test('by Ctrl+C cancels its request', async () => {
    await using folder = await CliFolder.with({ 'a.http': `GET ${demo.urls.http}/delay/10\n` });
    const child = folder.start('run', 'a.http', '--output', 'json');
    const ended = resultOf(child);
    await written(child, 'http.request');
    child.kill('SIGINT');
    const result = await ended;
    assert.equal(result.exitCode, 3, result.stderr);
    const last = eventsOf(result).at(-1);
    assert.equal(last?.event === 'exchange.completed' && last.outcome, 'cancelled');
  });

  test('by a reader that goes ends without a word', async () => {
    await using folder = await CliFolder.with({
      'a.ws': `${demo.urls.ws}/ticker\n\n=== wait-for-server 1000\n`,
    });
    const child = folder.start('run', 'a.ws', '--output', 'json');
    const ended = resultOf(child);
    await written(child, 'ws.message');
    child.stdout.destroy();
    const { exitCode, stderr } = await ended;
    assert.deepEqual([exitCode, stderr], [3, '']);
  });
});
