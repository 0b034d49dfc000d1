import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CliFolder } from '../../support/cli.ts';

const file = `@host = http://localhost

### first
# @timeout 5 s
POST {{host}}/a?b=c HTTP/1.1
Content-Type: application/json

{"a": 1}

###
# @name chat
ws://localhost/echo

hello
=== wait-for-server
bye
`;

describe('wirebook parse', () => {
  test('prints one object a request, values as written', async () => {
    await using folder = await CliFolder.with({ 'a.http': file });
    const { stdout, exitCode, stderr } = await folder.run('parse', 'a.http', '--json');
    assert.equal(exitCode, 0, stderr);
    const [first, second] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(first, {
      v: 1,
      file: 'a.http',
      line: 5,
      name: 'first',
      title: 'first',
      kind: 'http',
      method: 'POST',
      url: '{{host}}/a?b=c',
      httpVersion: 'HTTP/1.1',
      headers: [['Content-Type', 'application/json']],
      body: { kind: 'text', text: '{"a": 1}' },
      messages: [],
      directives: { timeout: '5 s' },
      directiveList: [['timeout', '5 s']],
      variables: [],
      handlers: [],
      diagnostics: [],
      shared: [
        {
          line: 1,
          title: null,
          directives: {},
          directiveList: [],
          variables: [['host', 'http://localhost']],
          handlers: [],
          diagnostics: [],
        },
      ],
    });
    assert.equal(second.kind, 'websocket');
    assert.equal(second.name, 'chat');
    assert.equal(second.body.kind, 'messages');
    assert.deepEqual(
      second.messages.map(({ step, text }: { step: string; text?: string }) => [step, text]),
      [
        ['send', 'hello'],
        ['wait-for-server', undefined],
        ['send', 'bye'],
      ],
    );
  });

  test('lists requests for people', async () => {
    await using folder = await CliFolder.with({ 'a.http': file });
    const { stdout } = await folder.run('parse', 'a.http');
    assert.match(stdout, /^a\.http:5 {2}http {2}POST \{\{host\}\}\/a\?b=c {2}first$/m);
  });

  test('ends with 2 and the place of a syntax error', async () => {
    await using folder = await CliFolder.with({ 'a.http': 'FETCH http://localhost/\n' });
    const { stderr, exitCode } = await folder.run('parse', 'a.http', '--json');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.http:1:1: WB1\d+ /);
  });

  test('ends with 2 for a file that is not there and still parses the others', async () => {
    await using folder = await CliFolder.with({ 'a.http': file });
    const { stdout, stderr, exitCode } = await folder.run('parse', 'no.http', 'a.http', '--json');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^no\.http:1:1: WB_NO_FILE/);
    assert.equal(stdout.trimEnd().split('\n').length, 2);
  });
});
