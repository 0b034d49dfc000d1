import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addEnvironmentKey, environmentKeys } from '../../../src/core/language/environmentKeys.ts';
import { fileLinksIn } from '../../../src/core/language/fileLink.ts';
import { foldsIn } from '../../../src/core/language/folding.ts';
import { homeOf, placesOf } from '../../../src/core/language/nameHome.ts';
import { highlightsIn } from '../../../src/core/language/highlight.ts';
import { applyChanges } from '../../../src/core/language/textChange.ts';
import { occurrencesIn, sameName } from '../../../src/core/language/occurrence.ts';
import { loadImports } from '../../../src/core/variables/importedFiles.ts';
import { parseText } from '../../support/requestFiles.ts';
import { editing } from '../../support/language.ts';

/** `name@offset` of all places of a name; each is where the text says so. */
function places(text: string, of: 'variable' | 'request' | 'dynamic', name: string): number[] {
  return sameName(occurrencesIn(parseText(text), text), { of, name }).map(({ span }) => {
    assert.equal(text.slice(span.offset, span.endOffset), name);
    return span.offset;
  });
}

describe('the places of a name', () => {
  test('of a variable: definitions, URL, headers, body, other definitions, percent-encoded', () => {
    const text =
      '@a = 1\n@b = {{a}}\n# {{a}} is a comment\nPOST http://{{ a }}/{{%a}}\nX: {{a}}\n\n{{a}} a {{ab}}\n';
    assert.deepEqual(places(text, 'variable', 'a'), [1, 14, 54, 62, 71, 78]);
  });

  test('of a variable with line breaks of Windows, Chinese letters and dots', () => {
    const text = '@名字.值 = 1\r\nGET http://a/{{名字.值}}\r\n';
    assert.deepEqual(places(text, 'variable', '名字.值').length, 2);
  });

  test('of a request: its name, references to its response, @ref', () => {
    const text =
      '# @name login\nPOST http://a\n\n###\n# @ref login\nGET http://a/{{login.response.body.$.id}}\n';
    assert.deepEqual(places(text, 'request', 'login').length, 3);
    const titled = '### login\nPOST http://a\n\n###\nGET http://a/{{login.response.status}}\n';
    assert.deepEqual(places(titled, 'request', 'login').length, 2);
    const read = '### login\nPOST http://a\n\n###\nGET http://a/{{$xpath:login //id}}\n';
    assert.deepEqual(places(read, 'request', 'login'), [4, 51]);
  });

  test('of a request that is run, and of what its values refer to', () => {
    const text =
      'run #log in (@a={{b}})\n### log in\nGET http://a/{{b}}\n### c\nrun x.http #log in\n';
    assert.deepEqual(places(text, 'request', 'log in'), [5, 27, 71]);
    assert.deepEqual(places(text, 'variable', 'b').length, 2);
  });

  test('of an imported request or variable: the file that defines it', async () => {
    const { input } = await editing(
      'import ../common.http\nrun #login\nGET {{base}}/{{login.id}}|',
      {
        'common.http': '@base = http://a\n### login\nGET {{base}}\n',
      },
    );
    const { files: imports } = await loadImports(
      input.file,
      input.variables.reader,
      input.variables,
    );
    const importing = { ...input, variables: { ...input.variables, imports } };
    const home = '/work-space/api/common.http';
    const request = { of: 'request', name: 'login', inFile: null } as const;
    const variable = { of: 'variable', inFile: null } as const;
    assert.equal(homeOf(importing, request), home);
    assert.equal(homeOf(importing, { ...variable, name: 'base' }), home);
    assert.equal(homeOf(importing, { ...variable, name: 'other' }), null);
    assert.equal(placesOf(importing, request, home).length, 2);
    assert.equal(placesOf(importing, request, '/work-space/api/else.http').length, 0);
  });

  test('of a request that is run in another file, and of the variables that it is given', async () => {
    const { input } = await editing(
      '### login\nGET {{who}}\n###\nrun x.http #login (@who=me)\n###\nrun #login (@who=you)|\n@who = 1',
      { 'sub/x.http': '@who = me\n### login\nGET {{who}}\n' },
    );
    const { run } = await loadImports(input.file, input.variables.reader, input.variables);
    const running = { ...input, variables: { ...input.variables, run } };
    const linesOf = (of: 'request' | 'variable', name: string, home: string) =>
      placesOf(running, { of, name }, home).map(
        ({ span }) => input.text.slice(0, span.offset).split('\n').length,
      );
    const [own, other] = ['/work-space/api/sub/requests.http', '/work-space/api/sub/x.http'];
    assert.deepEqual(linesOf('request', 'login', own), [1, 6]);
    assert.deepEqual(linesOf('request', 'login', other), [4]);
    assert.deepEqual(linesOf('variable', 'who', own), [2, 6, 7]);
    assert.deepEqual(linesOf('variable', 'who', other), [4]);
  });

  test('of a variable that is asked for, captured or set by a script', () => {
    assert.deepEqual(
      places('# @prompt who What is asked\nGET http://a/{{who}}', 'variable', 'who').length,
      2,
    );
    const conversation = 'WS ws://a\n\n=== capture token = $.token\n=== send\n{{token}}\n';
    assert.deepEqual(places(conversation, 'variable', 'token').length, 2);
    const scripted =
      'GET http://a\n\n> {% client.global.set("id", 1);\nrequest.variables.set(\'id\', 2) %}\n###\nGET http://a/{{id}}\n';
    assert.deepEqual(places(scripted, 'variable', 'id').length, 3);
  });

  test('of a dynamic variable', () => {
    assert.deepEqual(places('GET http://a/{{$guid}}/{{$guid}}', 'dynamic', '$guid').length, 2);
  });

  test('in an environment file: the keys, not the values', () => {
    const text = '{ "a": { "host": "host" }, "b": { "host": 1, "x": { "host": 2 } }, "host": 3 }';
    const keys = environmentKeys(text, 'host');
    assert.deepEqual(
      keys.map(({ offset, endOffset }) => text.slice(offset - 1, endOffset + 1)),
      ['"host"', '"host"'],
    );
    assert.deepEqual(
      keys.map(({ offset }) => offset),
      [10, 35],
    );
    assert.deepEqual(environmentKeys('['.repeat(100_000), 'host'), []);
  });
});

test('names are highlighted by whether they have a value and are secret', async () => {
  const files = { 'http-client.private.env.json': '{ "dev": { "token": "hush-hush" } }' };
  const { input } = await editing(
    '@a = 1\n@b = x{{token}}\nGET http://{{a}}/{{nowhere}}/{{b}}/{{$guid}}|',
    files,
    { environment: 'dev' },
  );
  const shown = highlightsIn(input).map(({ span, type, state, isDefinition }) => [
    input.text.slice(span.offset, span.endOffset),
    type,
    isDefinition ? 'definition' : state,
  ]);
  assert.deepEqual(shown, [
    ['a', 'variable', 'definition'],
    ['b', 'variable', 'definition'],
    ['token', 'variable', 'secret'],
    ['a', 'variable', 'resolved'],
    ['nowhere', 'variable', 'unresolved'],
    ['b', 'variable', 'secret'],
    ['$guid', 'function', 'resolved'],
  ]);
});

test('comments and directives between requests without a separator are shown as what they are', async () => {
  const { input } = await editing(
    '# above\nGET http://a\n\n# next\n// @no-redirect\nGET http://b\n\n{ "a": "# no" }|',
  );
  const shown = highlightsIn(input).map(({ span, type }) => [
    input.text.slice(span.offset, span.endOffset),
    type,
  ]);
  assert.deepEqual(shown, [
    ['# next', 'comment'],
    ['//', 'comment'],
    ['@no-redirect', 'directive'],
  ]);
});

test('a prompt is no name without a value, and holds for its request alone', async () => {
  const { input } = await editing(
    '# @prompt who\nGET http://a/{{who}}\n\n###\nGET http://a/{{who}}\n\n###\nGET http://a/{{who}}|',
  );
  const states = highlightsIn(input).map(({ state }) => state);
  assert.deepEqual(states, ['resolved', 'resolved', 'unresolved', 'unresolved']);
});

/** An environment file with a new variable. */
function withToken(text: string): string {
  return applyChanges(text, addEnvironmentKey(text, 'dev', 'token'));
}

test('what a conversation captures or a script sets is no name without a value', async () => {
  const { input } = await editing(
    'WS ws://a\n\n=== capture token = $.t\n===\n{{token}} {{none}}\n### b\nGET http://a/{{id}}/{{token}}\n\n> {% client.global.set("id", 1) %}|',
  );
  const shown = highlightsIn(input)
    .filter(({ isDefinition }) => !isDefinition)
    .map(({ span, state }) => [input.text.slice(span.offset, span.endOffset), state]);
  assert.deepEqual(shown, [
    ['token', 'resolved'],
    ['none', 'unresolved'],
    ['id', 'resolved'],
    ['token', 'unresolved'],
  ]);
});

test('a variable is added to an environment in the shape of its file', () => {
  assert.equal(
    withToken('{\n    "dev": {\n        "a": 1\n    }\n}\n'),
    '{\n    "dev": {\n        "a": 1,\n        "token": ""\n    }\n}\n',
  );
  assert.equal(withToken('{ "dev": {} }'), '{\n  "dev": {\n    "token": ""\n  }\n}');
});

test('blocks, comments, scripts and JSON fold', () => {
  const text =
    '### a\n/*\nwhy\n*/\nPOST http://a\n\n{\n  "a": [\n    1\n  ]\n}\n\n> {%\nlet a;\n%}\n\n\n### b\n';
  const folds = foldsIn(parseText(text), text).map(({ start, end, kind }) => [start, end, kind]);
  assert.deepEqual(folds, [
    [0, 14, 'request'],
    [1, 3, 'comment'],
    [12, 14, 'body'],
    [7, 8, 'body'],
    [6, 9, 'body'],
  ]);
});

test('paths of bodies, scripts and imports are links, those with variables are not', () => {
  const text =
    '# @import ./other.http\nPOST http://a\n\n<@latin1 ./a b.txt\n< {{file}}\n> ./check.js\n' +
    '### b\nimport "./b c.http"\nrun d e.http #x\nrun #y\n';
  const links = fileLinksIn(parseText(text), text).map(({ path, span }) => {
    assert.equal(text.slice(span.offset, span.endOffset), path);
    return path;
  });
  assert.deepEqual(links, ['./a b.txt', './other.http', './check.js', './b c.http', 'd e.http']);
});
