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

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`;
}

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

  test('reads the fences of a Markdown file, each as a file of its own, and no prose', async () => {
    const text = `# Notes\n\nGET it\n\n${fence('http', '@h = http://a\nPOST {{h}}\n\nbody')}\n{{prose}}\n\n${fence('rest', 'GET http://b')}`;
    for (const name of ['notes.md', 'NOTES.MARKDOWN']) {
      await using folder = await CliFolder.with({ [name]: text });
      const { stdout, exitCode, stderr } = await folder.run('parse', name, '--json');
      assert.equal(exitCode, 0, stderr);
      const reports = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        reports.map(({ line, url, body }) => [line, url, body.text]),
        [
          [7, '{{h}}', 'body'],
          [15, 'http://b', undefined],
        ],
      );
    }
  });

  test('tells faults in a fence by their line in the Markdown file', async () => {
    await using folder = await CliFolder.with({ 'a.md': `Prose\n\n${fence('http', 'GET ')}` });
    const { stderr, exitCode } = await folder.run('parse', 'a.md');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.md:4:1: WB1004 /);
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
