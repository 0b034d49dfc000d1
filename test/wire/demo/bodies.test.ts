import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';

interface Echo {
  body: { text?: string; json?: Record<string, unknown> };
}

const example = (name: string): Promise<string> =>
  readFile(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

test('examples/bodies.http sends what it says, and keeps two answers', async (t) => {
  const demo = await startTestDemoServer();
  t.after(() => demo.close());
  const environments = await example('http-client.env.json');
  await using folder = await CliFolder.with({
    'bodies.http': (await example('bodies.http')).replaceAll(
      'http://localhost:8080',
      demo.urls.http,
    ),
    'order.txt': await example('order.txt'),
    'http-client.env.json': environments,
  });
  const result = await folder.run('run', 'bodies.http', '--all', '--output', 'json');
  assert.equal(result.exitCode, 0, result.stderr);
  const bodies = eventsOf(result).flatMap((event) =>
    event.event === 'http.body' && event.text !== undefined ? [event.text] : [],
  );
  const echoes = bodies.slice(0, 6).map((text) => (JSON.parse(text) as Echo).body);
  const echoed = echoes.map(({ text }) => text);
  assert.deepEqual(
    [echoed[1], echoed[2], echoed[5]],
    [
      'Order of 王小明 · 王小明 的订单\n# a line of the text, not a comment · 这是正文，不是注释\n',
      'customer=王小明&city=杭州',
      '{ "item": 1 }\n{ "item": 2 }\n',
    ],
  );
  assert.deepEqual(echoes[0]?.json, JSON.parse(environments));
  assert.match(echoed[3] ?? '', /\r\n\r\n你好\r\n--border[^]*Order of \{\{customer\}\}/);
  const { query, variables } = echoes[4]?.json ?? {};
  assert.match(String(query), /\.\.\.address[^]*fragment address on Customer/);
  assert.deepEqual(variables, { id: '42' });
  assert.equal(await folder.read('saved/order.json'), await folder.read('saved/latest.json'));
});
