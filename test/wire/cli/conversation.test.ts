import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';
import { tcpServer } from '../../support/rawServers.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

/** A conversation whose last expectation is not met. */
const file = () => `# @linger 50 ms
WS ${demo.urls.ws}/echo

{ "type": "welcome", "n": 1 }
=== expect
$.type == "welcome"
  $.n > 1
`;

async function run(...args: string[]) {
  await using folder = await CliFolder.with({ 'a.ws': file() });
  return await folder.run('run', 'a.ws', ...args);
}

describe('expectations on the command line', () => {
  test('one that is not met is exit code 1 and a line with its place', async () => {
    const { exitCode, stdout, stderr } = await run();
    assert.equal(exitCode, 1);
    assert.equal(stderr, 'a.ws:7:3: WB_EXPECTATION Expected $.n > 1, but it was 1.\n');
    assert.match(stdout, /^✓ \$\.type == "welcome"$/m);
    assert.match(stdout, /^✕ \$\.n > 1 — 1$/m);
  });

  test('and a failure in the JUnit report', async () => {
    const { stdout } = await run('--output', 'junit');
    assert.match(stdout, /tests="1" failures="1" errors="0"/);
    assert.match(stdout, /<failure message="Expected \$\.n &gt; 1, but it was 1\."\/>/);
  });
});

/** A server that says something only a while after it was spoken to, and then hangs up. */
async function startLateServer() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    socket.once('message', () => {
      setTimeout(() => {
        socket.send('at last');
        socket.close(1000);
      }, 1500);
    });
  });
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}`, [Symbol.dispose]: () => server.close() };
}

describe('a raw conversation on the command line', { timeout: 20_000 }, () => {
  test('whose peer closes first is over at once, and the next request is sent', async (t) => {
    const { port } = await tcpServer(t, (socket) => socket.end('hello\n'));
    const request = `# @linger 60 s\nTCP 127.0.0.1:${port}\n`;
    await using folder = await CliFolder.with({ 'a.http': `${request}\n###\n${request}` });
    const startMs = performance.now();
    const result = await folder.run('run', 'a.http', '--all', '--output', 'json');
    assert.deepEqual([result.exitCode, result.stderr], [0, '']);
    const outcomes = eventsOf(result)
      .filter((event) => event.event === 'exchange.completed')
      .map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['ok', 'ok']);
    // A peer that closes late is given 5 s; nobody is left who could.
    assert.ok(performance.now() - startMs < 4000);
  });
});

describe('# @keepStreaming on the command line', () => {
  for (const [directive, expected] of [
    ['', false],
    ['# @keepStreaming\n', true],
    ['# @keepStreaming false\n', false],
  ] as const) {
    test(`${JSON.stringify(directive)} ${expected ? 'waits for the server' : 'ends when nothing comes'}`, async () => {
      using server = await startLateServer();
      const text = `${directive}# @linger 50 ms\nWS ${server.url}\n\nhello\n`;
      await using folder = await CliFolder.with({ 'late.ws': text });
      const { stdout, exitCode } = await folder.run('run', 'late.ws');
      assert.equal(exitCode, 0);
      assert.equal(stdout.includes('at last'), expected);
    });
  }
});
