import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyChanges } from '../../../src/core/language/textChange.ts';
import { nearest } from '../../../src/core/language/nearest.ts';
import { quickFixes } from '../../../src/core/language/quickFix.ts';
import type { Diagnostic } from '../../../src/core/request-file/diagnostic.ts';
import { checkRequestFile } from '../../../src/core/runner/checkRequestFile.ts';
import { editing } from '../../support/language.ts';
import { prepareContext } from '../../support/requestFiles.ts';

async function diagnosticsOf(text: string): Promise<Diagnostic[]> {
  const { input } = await editing(`${text}|`);
  return [
    ...input.file.diagnostics,
    ...(await checkRequestFile(input.file, await prepareContext())),
  ];
}

/** The fixes of a diagnostic: title and the text after it. */
async function fixes(code: string, text: string) {
  const { input } = await editing(`${text}|`);
  const diagnostic = (await diagnosticsOf(text)).find((one) => one.code === code);
  assert.ok(diagnostic, `${code} is reported`);
  return quickFixes(input, diagnostic).map(({ title, changes, newFile, choose }) => ({
    title,
    newFile,
    choose,
    text: applyChanges(text, changes),
  }));
}

/** The first fix makes this text, in which the diagnostic is gone. */
async function fixed(code: string, before: string, after: string): Promise<void> {
  const [first] = await fixes(code, before);
  assert.equal(first?.text, after);
  const left = await diagnosticsOf(after);
  assert.deepEqual(
    left.filter((one) => one.code === code),
    [],
  );
}

describe('the quick fix of a syntax diagnostic', () => {
  test('makes a line that is no request a comment', async () => {
    await fixed(
      'WB1001',
      'some words\nmore words\n\nGET http://a',
      '# some words\n# more words\n\nGET http://a',
    );
  });

  test('finds the method that was meant, and writes it in capitals', async () => {
    await fixed('WB1002', 'GTE http://a', 'GET http://a');
    await fixed('WB1003', 'get http://a', 'GET http://a');
  });

  test('takes a line without a colon for a body, or for a header', async () => {
    const text = 'POST http://a\nA: b\nhello world\n';
    await fixed('WB1005', text, 'POST http://a\nA: b\n\nhello world\n');
    const [, colon] = await fixes('WB1005', 'POST http://a\nAccept text/plain\n');
    assert.equal(colon?.title, 'Write a colon behind Accept');
    assert.equal(colon.text, 'POST http://a\nAccept: text/plain\n');
  });

  test('makes a token of a header name', async () => {
    await fixed('WB1006', 'GET http://a\nX Own Header: b', 'GET http://a\nX-Own-Header: b');
  });

  test('writes ### and empty lines, with the line breaks of the file', async () => {
    await fixed(
      'WB1007',
      'GET http://a\r\n\r\n# two\r\nGET http://b\r\n',
      'GET http://a\r\n\r\n###\r\n# two\r\nGET http://b\r\n',
    );
    await fixed('WB1012', 'POST http://a\nA: b\n{ }', 'POST http://a\nA: b\n\n{ }');
  });

  test('finds the directive that was meant, and a value for it', async () => {
    await fixed('WB1009', '# @timout 5 s\nGET http://a', '# @timeout 5 s\nGET http://a');
    const values = await fixes('WB1011', '# @http-version 3\nGET http://a');
    assert.deepEqual(
      values.map(({ title }) => title),
      ['Change to 1.1', 'Change to 2', 'Change to 2-prior'],
    );
    assert.deepEqual(await fixes('WB1011', '# @proxy ftp://a:b@c.example\nGET http://a'), []);
    await fixed('WB1011', '# @http-version 3\nGET http://a', '# @http-version 1.1\nGET http://a');
  });

  test('writes the unit of a time', async () => {
    await fixed('WB1010', '# @timeout 5\nGET http://a', '# @timeout 5 s\nGET http://a');
  });

  test('moves a comment out of JSON', async () => {
    await fixed(
      'WB1013',
      'POST http://a\n\n{\n  // why\n  "a": 1\n}\n',
      '// why\nPOST http://a\n\n{\n  "a": 1\n}\n',
    );
  });

  test('moves a comment out of a text', async () => {
    await fixed('WB1022', 'POST http://a\n\n// why\nx\n', '// why\nPOST http://a\n\nx\n');
  });

  test('closes what is open', async () => {
    await fixed('WB1014', '/*\nnever\n', '/*\nnever\n*/\n');
    await fixed('WB1015', 'GET http://a\n\n> {%\nlet a;\n', 'GET http://a\n\n> {%\nlet a;\n%}\n');
    await fixed(
      'WB4005',
      'WS ws://a\n\n=== repeat 2\nhi\n',
      'WS ws://a\n\n=== repeat 2\nhi\n=== end\n',
    );
  });

  test('offers versions, names and steps that exist', async () => {
    await fixed('WB1018', 'GET http://a HTTP/3', 'GET http://a HTTP/1.1');
    const twice = '# @name a\nGET http://a\n\n###\n# @name a\nGET http://b\n';
    await fixed(
      'WB1019',
      twice,
      twice.replace('# @name a\nGET http://b', '# @name a-2\nGET http://b'),
    );
    await fixed('WB4001', 'WS ws://a\n\nhi\n=== clsoe 1000', 'WS ws://a\n\nhi\n=== close 1000');
    await fixed(
      'WB4003',
      'WS ws://a\n\nhi\n=== wait-for-server x',
      'WS ws://a\n\nhi\n=== wait-for-server 1',
    );
  });
});

describe('the quick fix of a variable or a file', () => {
  test('finds the variable that was meant, or defines it', async () => {
    await fixed('WB2001', '@host = a\nGET http://{{hots}}', '@host = a\nGET http://{{host}}');
    await fixed('WB2001', '@host = a\nGET http://{{x1}}', '@host = a\n@x1 = \nGET http://{{x1}}');
    await fixed('WB2022', 'GET http://a/{{$giud}}', 'GET http://a/{{$guid}}');
    await fixed('WB2001', '### t\nGET http://{{x1}}', '### t\n@x1 = \nGET http://{{x1}}');
  });

  test('defines it in the environment that is chosen', async () => {
    const files = { 'http-client.env.json': '{ "dev": { "a": 1 } }' };
    const changes = { environment: 'dev' };
    const { input } = await editing('GET http://{{x1}}|', files, changes);
    const [diagnostic] = await checkRequestFile(input.file, await prepareContext(files, changes));
    const entries = quickFixes(input, diagnostic!).flatMap((fix) => fix.environmentEntry ?? []);
    assert.deepEqual(entries, [
      { path: '/work-space/api/http-client.env.json', environment: 'dev', name: 'x1' },
    ]);
  });

  test('writes the pattern of a date in the tokens of Day.js', async () => {
    await fixed(
      'WB2019',
      'GET http://a/{{$datetime "dd.MM.yyyy" 1 d}}/x',
      'GET http://a/{{$datetime "DD.MM.YYYY" 1 d}}/x',
    );
  });

  test('makes the missing file beside the request file', async () => {
    const [first] = await fixes('WB3001', 'POST http://a\n\n< ./body.json');
    assert.equal(first?.newFile, '/work-space/api/sub/body.json');
  });
});

test('the nearest word is a slip of the pen away, not another word', () => {
  assert.deepEqual(nearest('tiemout', ['timeout', 'title']), ['timeout']);
  assert.deepEqual(nearest('zebra', ['timeout', 'title']), []);
  assert.deepEqual(nearest('x'.repeat(100_000), ['x'.repeat(99_999)]), []);
});
