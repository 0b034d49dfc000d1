import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { startDemoServer } from '../../../src/demo/demoServer.ts';
import { PortInUseError } from '../../../src/demo/portInUseError.ts';
import { CliFolder } from '../../support/cli.ts';
import { holdConversation } from '../../support/conversation.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

/** An example with the ports of this demo server. */
async function example(name: string): Promise<string> {
  const text = await readFile(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
  return text
    .replaceAll('UDP {{echo}}', `UDP ${new URL(demo.urls.udp).host}`)
    .replaceAll('localhost:7007', new URL(demo.urls.tcp).host)
    .replaceAll('localhost:8080', new URL(demo.urls.http).host)
    .replaceAll('localhost:8443', new URL(demo.urls.https).host);
}

describe('the raw servers of the demo', () => {
  test('answer over a stream, where two writes become one text, and in datagrams', async () => {
    const stream = await holdConversation(
      `${demo.urls.tcp}\n\ntwo\n=== expect text == "first second\\n"\n===\n你好\n=== expect text == "你好"`,
    );
    assert.deepEqual(
      stream.expectations.map((line) => line.slice(0, 1)),
      ['✓', '✓'],
    );
    const datagrams = await holdConversation(
      `${demo.urls.udp}\n\ntwo\n=== expect text == "first "\n=== expect text == "second\\n"`,
    );
    assert.deepEqual(
      datagrams.expectations.map((line) => line.slice(0, 1)),
      ['✓', '✓'],
    );
  });

  test('take another port where 7007 is in use, but not where one was asked for', async (t) => {
    const { certificateFolder } = demo;
    const second = await startTestDemoServer();
    t.after(() => second.close());
    assert.notEqual(second.urls.tcp, demo.urls.tcp);
    const tcpPort = Number(new URL(demo.urls.tcp).port);
    await assert.rejects(
      startDemoServer({ httpPort: 0, httpsPort: 0, tcpPort, certificateFolder }),
      (error) => error instanceof PortInUseError && error.port === tcpPort,
    );
  });
});

describe('examples, sent to the demo server,', () => {
  for (const name of ['raw.http', 'conversation.ws', 'http2.http', 'streams.http']) {
    test(`${name} goes as it says`, async () => {
      await using folder = await CliFolder.with({ [name]: await example(name) });
      const result = await folder.run('run', name, '--all');
      assert.deepEqual([result.exitCode, result.stderr], [0, ''], result.stdout);
    });
  }
});
