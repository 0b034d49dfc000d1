import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tokenize } from '../support/grammar.ts';

/** The innermost scopes of one line of a text. */
async function scopes(text: string, line: number, language = 'source.http') {
  return Object.fromEntries((await tokenize(language, text))[line] ?? []);
}

describe('The grammar of request files', () => {
  test('tells method, URL and version apart', async () => {
    const line = await scopes('GET https://example.org/a HTTP/1.1', 0);
    assert.equal(line['GET'], 'keyword.control.method.http');
    assert.equal(line['HTTP/1.1'], 'constant.language.version.http');
    assert.equal(line['https://example.org/a'], 'markup.underline.link.http');
  });

  test('knows a bare URL, a query on further lines and headers', async () => {
    const text = 'ws://localhost/echo\n  ?a=1\nAccept: text/html\nX-A: {{b}}';
    assert.equal((await scopes(text, 0))['ws://localhost/echo'], 'markup.underline.link.http');
    assert.equal((await scopes(text, 1))['a'], 'variable.parameter.query.http');
    assert.equal((await scopes(text, 2))['Accept'], 'entity.name.tag.header.http');
    assert.equal((await scopes(text, 3))['b'], 'variable.other.http');
  });

  test('knows separators, directives, comments and variables', async () => {
    const text = '### Title\n# @name a\n// note\n@host = {{x}}';
    assert.equal((await scopes(text, 0))['Title'], 'entity.name.section.http');
    assert.equal((await scopes(text, 1))['@name'], 'keyword.other.directive.http');
    assert.equal((await scopes(text, 2))[' note'], 'comment.line.http');
    assert.equal((await scopes(text, 3))['@host'], 'variable.other.definition.http');
  });

  test('takes a body for what it is, with variables in it', async () => {
    const json = 'POST http://a/\n\n{ "a": {{b}} }';
    assert.equal((await scopes(json, 2))['{ "a": '], 'meta.embedded.block.json');
    assert.equal((await scopes(json, 2))['b'], 'variable.other.http');
    const xml = 'POST http://a/\n\n<a>b</a>';
    assert.equal((await scopes(xml, 2))['<a>b</a>'], 'meta.embedded.block.xml');
    const graphql = 'GRAPHQL http://a/\n\nquery { a }';
    assert.equal((await scopes(graphql, 2))['query { a }'], 'meta.embedded.block.graphql');
    const file = 'POST http://a/\n\n<@utf8 ./body.json';
    assert.equal((await scopes(file, 2))['./body.json'], 'string.unquoted.path.http');
  });

  test('leaves unfinished JSON at the next step, message or request', async () => {
    const text = 'WS ws://a/\n\n{ "a": [\n=== wait-for-server 2\n===\n{\n### next';
    assert.equal(
      (await scopes(text, 3, 'source.ws'))['wait-for-server'],
      'keyword.control.step.http',
    );
    assert.equal((await scopes(text, 5, 'source.ws'))['{'], 'meta.embedded.block.json');
    assert.equal((await scopes(text, 6, 'source.ws'))['next'], 'entity.name.section.http');
  });

  test('knows scripts, spread headers and requests of httpYac, which need no separator', async () => {
    const text =
      '@a = 1\n{{\n  exports.b = \'c\';\n}}\n\nGET {{host}}/x HTTP/1.1\n...defaults\n\n{ "a": 1 }\n\nPOST https://a/\nX: y';
    assert.equal((await scopes(text, 2))["  exports.b = 'c';"], 'meta.embedded.block.javascript');
    assert.equal((await scopes(text, 5))['GET'], 'keyword.control.method.http');
    assert.equal((await scopes(text, 6))['defaults'], 'variable.other.http');
    assert.equal((await scopes(text, 10))['POST'], 'keyword.control.method.http');
    assert.equal((await scopes(text, 11))['X'], 'entity.name.tag.header.http');
    const inBody = 'POST http://a/\n\nGET it done\n{{\n  "b": {{b}} }}';
    assert.equal((await scopes(inBody, 2))['GET it done'], 'meta.body.http');
  });

  test('knows lines import and run, with names and values', async () => {
    const text =
      'import ./a.http\nrun #sign in (@user={{who}})\nrun {{x}}/b.http #c\nGET http://a/';
    assert.equal((await scopes(text, 0))['./a.http'], 'string.unquoted.path.http');
    const run = await scopes(text, 1);
    assert.equal(run['run'], 'keyword.control.import.http');
    assert.equal(run['#sign in '], 'entity.name.function.request.http');
    assert.equal(run['@user'], 'variable.other.definition.http');
    assert.equal(run['who'], 'variable.other.http');
    assert.equal((await scopes(text, 2))['x'], 'variable.other.http');
    assert.equal((await scopes(text, 3))['GET'], 'keyword.control.method.http');
  });

  test('knows handlers below a body, indented too', async () => {
    const text = 'POST http://a/\n\n{\n}\n  >>! ./a.json\n  ??status == 200\n  > {%\n  %}';
    assert.equal((await scopes(text, 4))['>>!'], 'keyword.control.handler.http');
    assert.equal((await scopes(text, 5))['??'], 'keyword.control.assertion.http');
    assert.equal((await scopes(text, 6))['{%'], 'punctuation.section.embedded.begin.http');
  });

  test('knows what an assertion looks at, how it compares and with what', async () => {
    const text =
      'GET http://a/\n\n?? body items[0].price >= 60\n?? header x-a includes "b" {{who}}';
    const price = await scopes(text, 2);
    assert.equal(price['body'], 'support.function.assertion.http');
    assert.equal(price['>='], 'keyword.operator.comparison.http');
    assert.equal(price['60'], 'constant.numeric.http');
    const header = await scopes(text, 3);
    assert.equal(header['includes'], 'keyword.operator.comparison.http');
    assert.equal(header['"b"'], 'string.quoted.http');
    assert.equal(header['who'], 'variable.other.http');
  });

  test('leaves lines of a body alone that look like comments', async () => {
    const text = 'POST http://a/\n\n# a heading of Markdown';
    assert.equal((await scopes(text, 2))['# a heading of Markdown'], 'meta.body.http');
  });
});
