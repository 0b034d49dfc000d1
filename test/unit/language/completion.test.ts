import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { completionsAt, filePathAt, plainText } from '../../../src/core/language/completion.ts';
import { loadImports } from '../../../src/core/variables/importedFiles.ts';
import type { PrepareContext } from '../../../src/core/runner/prepareContext.ts';
import { editing } from '../../support/language.ts';

async function complete(
  marked: string,
  files: Record<string, string> = {},
  changes: Partial<PrepareContext> = {},
) {
  const { input, offset } = await editing(marked, files, changes);
  return completionsAt(input, offset).map((item) => {
    const { offset: start, endOffset } = item.span;
    assert.ok(start <= offset && offset <= endOffset, 'the span holds the cursor');
    const text = input.text.slice(0, start) + plainText(item.insert) + input.text.slice(endOffset);
    return { ...item, text };
  });
}

const labels = async (...world: Parameters<typeof complete>) =>
  (await complete(...world)).map(({ label }) => label);

async function textAfter(label: string, ...world: Parameters<typeof complete>): Promise<string> {
  const item = (await complete(...world)).find((one) => one.label === label);
  assert.ok(item, `${label} is offered`);
  return item.text;
}

/** The words beside a label. */
async function detailOf(label: string, text: string): Promise<string | undefined> {
  return (await complete(text)).find((item) => item.label === label)?.detail;
}

describe('what is offered on the request line', () => {
  test('methods and keywords where it begins, also over a method that is there', async () => {
    assert.deepEqual((await labels('### a\n|')).slice(0, 3), ['GET', 'POST', 'PUT']);
    assert.ok((await labels('PO|')).includes('WEBSOCKET'));
    assert.equal(await textAfter('POST', 'G|ET http://a'), 'POST  http://a');
  });

  test('HTTP versions behind the URL, and nothing inside it', async () => {
    assert.ok((await labels('GET http://a HT|')).includes('HTTP/2 (Prior Knowledge)'));
    assert.deepEqual(await labels('GET http://a|'), []);
    assert.deepEqual(await labels('GET http://a HTTP/1.1|\nA: b').then((all) => all.length), 3);
  });

  test('nothing in a title, a comment or a variable definition', async () => {
    assert.deepEqual(await labels('### title|\nGET http://a'), []);
    assert.deepEqual(await labels('# a comment|\nGET http://a'), []);
    assert.deepEqual(await labels('@name = va|\nGET http://a'), []);
  });
});

describe('what is offered in headers', () => {
  test('names, with a colon where there is none', async () => {
    const text = await textAfter('Content-Type', 'POST http://a\nConte|');
    assert.equal(text, 'POST http://a\nContent-Type: ');
    const renamed = await textAfter('Accept', 'GET http://a\nCon|tent-Type: text/plain');
    assert.equal(renamed, 'GET http://a\nAccept: text/plain');
  });

  test('names of requests only, also on the handshake of a WebSocket', async () => {
    const names = await labels('WS ws://a\nSec|\n\nhello');
    assert.ok(names.includes('Sec-WebSocket-Protocol'));
    assert.ok(!names.includes('Sec-WebSocket-Accept'));
  });

  test('values by name, in any case', async () => {
    assert.ok((await labels('GET http://a\naccept: |')).includes('text/event-stream'));
    const text = await textAfter('application/json', 'POST http://a\nContent-Type: app|');
    assert.equal(text, 'POST http://a\nContent-Type: application/json');
  });

  test('schemes of Authorization and versions of WebSocket', async () => {
    assert.ok((await labels('GET http://a\nAuthorization: |')).includes('Bearer token'));
    assert.deepEqual(await labels('WS ws://a\nSec-WebSocket-Version: |'), ['13']);
  });

  test('also between two headers, and not below the empty line', async () => {
    assert.ok((await labels('GET http://a\nA: b\nX|\nC: d')).includes('Content-Type'));
    assert.deepEqual(await labels('POST http://a\nA: b\n\nCont|'), []);
  });
});

describe('what is offered in directives', () => {
  test('names behind # @ and // @', async () => {
    assert.ok((await labels('# @|\nGET http://a')).includes('timeout'));
    assert.equal(await textAfter('timeout', '// @ti|\nGET http://a'), '// @timeout \nGET http://a');
    assert.equal(
      await textAfter('no-redirect', 'GET http://a\n# @no|\nA: b'),
      'GET http://a\n# @no-redirect\nA: b',
    );
  });

  test('values, in both spellings of the name', async () => {
    assert.deepEqual(await labels('# @httpVersion |\nGET http://a'), ['1.1', '2', '2-prior']);
    assert.ok((await labels('# @timeout = 5|\nGET http://a')).includes('5 s'));
  });
});

describe('what is offered between braces', () => {
  const files = {
    'http-client.env.json': '{ "dev": { "host": "http://dev", "token": "public" } }',
    'http-client.private.env.json': '{ "dev": { "token": "hush-hush" } }',
  };
  const dev = { environment: 'dev' };

  test('variables with value and source; the braces are closed', async () => {
    const items = await complete('@path = /{{token}}\nGET {{ho|', files, dev);
    const host = items.find(({ label }) => label === 'host');
    assert.equal(host?.detail, 'http://dev');
    assert.equal(host.documentation, 'http-client.env.json:1 · dev');
    assert.equal(host.text, '@path = /{{token}}\nGET {{host}}');
  });

  test('a secret is masked, and so is what is made of it', async () => {
    const items = await complete('@path = /{{token}}\nGET {{|}}', files, dev);
    const details = items.map(({ label, detail }) => [label, detail]);
    assert.deepEqual(details.slice(0, 2), [
      ['path', '••••••'],
      ['token', '••••••'],
    ]);
    assert.ok(!JSON.stringify(items).includes('hush'));
  });

  test('dynamic variables and steps say what they are', async () => {
    assert.equal(await detailOf('$uuid', 'GET http://a/{{$|}}'), 'A random UUID (version 4).');
    assert.equal(await detailOf('send', 'WS ws://a\n\n=== |'), 'Sends the text below.');
  });

  test('dynamic variables with their arguments', async () => {
    const text = await textAfter('$randomInt', 'GET http://a/{{$ra|}}');
    assert.equal(text, 'GET http://a/{{$randomInt 0 1000}}');
    const pick = await textAfter('$pick', 'GET http://a/{{$pi|');
    assert.equal(pick, 'GET http://a/{{$pick question $value: one, two}}');
    assert.equal(
      await textAfter('$random.name.fullName', 'GET http://a/{{$random.na|'),
      'GET http://a/{{$random.name.fullName}}',
    );
  });

  test('responses of imported requests', async () => {
    const { input, offset } = await editing('import ../common.http\n\nGET http://a/{{|}}', {
      'common.http': '### sign-in\nPOST http://a\n',
    });
    const { reader } = input.variables;
    const { files: imports } = await loadImports(input.file, reader, input.variables);
    const importing = { ...input, variables: { ...input.variables, imports } };
    const found = completionsAt(importing, offset).map(({ label }) => label);
    assert.ok(found.includes('sign-in.response.status'));
  });

  test('responses of other named requests, not of the request itself', async () => {
    const text = '# @name login\nPOST http://a\n\n###\n# @name me\nGET http://a/{{|}}';
    const names = await labels(text);
    assert.ok(names.includes('login.response.body.$.'));
    assert.ok(!names.some((name) => name.startsWith('me.')));
  });

  test('in URLs, headers, bodies and definitions alike, and percent-encoded', async () => {
    for (const place of ['GET {{|', 'GET a.b\nA: {{|', 'POST a.b\n\n{ "a": "{{|" }', '@b = {{|']) {
      assert.ok((await labels(`@a = 1\n${place}`)).includes('a'), place);
    }
    assert.equal(await textAfter('a', '@a = 1\nGET x.y?q={{%|'), '@a = 1\nGET x.y?q={{%a}}');
  });

  test('nothing behind closed braces', async () => {
    assert.deepEqual(await labels('@a = 1\nPOST x.y\n\n{{a}}|'), []);
  });
});

describe('what is offered in bodies', () => {
  test('no words, but files behind <', async () => {
    assert.deepEqual(await labels('POST http://a\n\nGET|'), []);
    const { input, offset } = await editing('POST http://a\n\n<@ ./fo|o.json');
    assert.deepEqual(filePathAt(input, offset), {
      at: 'filePath',
      span: { offset: 18, endOffset: 28 },
      written: './fo',
    });
  });

  test('steps of a conversation behind ===, their arguments, and close codes', async () => {
    assert.ok((await labels('WS ws://a\n\nhello\n=== w|')).includes('wait-for-server'));
    assert.ok((await labels('WS ws://a\n\nhello\n=== send |')).includes('json'));
    const codes = await complete('WS ws://a\n\nhello\n=== close |');
    assert.equal(codes[0]?.label, '1000');
    assert.match(codes[0].documentation ?? '', /^Normal closure/);
    assert.deepEqual(await labels('POST http://a\n\n=== |'), []);
  });
});
