import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Handler } from '../../../src/core/request-file/handlerNode.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import type { SourceText } from '../../../src/core/request-file/textRange.ts';

/** The handlers of a text without ranges; every source text must stand where its range says. */
function handlersOf(text: string): unknown[] {
  return parseRequestFile(text)
    .blocks.flatMap(({ handlers }) => handlers)
    .map((handler) => withoutRanges(handler, text));
}

function withoutRanges(handler: Handler, text: string): unknown {
  return JSON.parse(
    JSON.stringify(handler, (key, value: unknown) => {
      if (key === 'range') return undefined;
      if (!isSourceText(value)) return value;
      assert.equal(text.slice(value.range.offset, value.range.endOffset), value.text);
      return value.text;
    }),
  );
}

function isSourceText(value: unknown): value is SourceText {
  return typeof value === 'object' && value !== null && 'text' in value && 'range' in value
    ? !('kind' in value)
    : false;
}

const get = 'GET http://a\n\n';
const script = { kind: 'script', event: null, everyRequest: false };
const jetbrains = { ...script, dialect: 'jetbrains', language: 'javascript' };
const httpyac = { ...script, dialect: 'httpyac', language: 'javascript' };

describe('handlers', () => {
  test('are scripts before and after the request, with their code and language', () => {
    assert.deepEqual(
      handlersOf(
        `< {% a() %}\n< {% -- lua\n  b()\n%}\n< ./c.lua\n${get}> {%\n  "世界"\n%}\n> d.mjs`,
      ),
      [
        { ...jetbrains, code: ' a() ', position: 'before' },
        { ...jetbrains, language: 'lua', code: ' -- lua\n  b()\n', position: 'before' },
        { kind: 'scriptFile', path: './c.lua', language: 'lua', position: 'before' },
        { ...jetbrains, code: '\n  "世界"\n', position: 'after' },
        { kind: 'scriptFile', path: 'd.mjs', language: 'javascript', position: 'after' },
      ],
    );
  });

  test('are blocks of httpYac with the event they wait for', () => {
    assert.deepEqual(
      handlersOf(`{{+\n  a\n}}\n{{@js @request\n}}\n${get}{{@response\n  b\n}}\n{{+after\n}}`),
      [
        { ...httpyac, everyRequest: true, code: '  a\n', position: 'before' },
        { ...httpyac, event: 'request', code: '', position: 'before' },
        { ...httpyac, event: 'response', code: '  b\n', position: 'after' },
        { ...httpyac, event: 'after', everyRequest: true, code: '', position: 'after' },
      ],
    );
  });

  const assertions: [line: string, parts: (string | null)[]][] = [
    ['?? status == 200', ['status', null, '==', '200']],
    ['  ??  header  x-a  includes  a b ', ['header', 'x-a', 'includes', 'a b']],
    ['?? body a.b == c == d', ['body', 'a.b', '==', 'c == d']],
    ['?? js a.b === c >= 2', ['js', 'a.b === c', '>=', '2']],
    ["?? xpath //a[@b = '世'] exists", ['xpath', "//a[@b = '世']", 'exists', null]],
    ['?? jsonpath $.a[?@.b == 3].c', ['jsonpath', '$.a[?@.b == 3].c', null, null]],
    ["?? jsonpath $.a[?@.b == ']'].c == [1]", ['jsonpath', "$.a[?@.b == ']'].c", '==', '[1]']],
    ['?? duration <1000', ['duration', null, '<', '1000']],
    ['?? status not equals 404', ['status', null, 'not equals', '404']],
    ['?? body includesNot x', ['body', 'includesNot x', null, null]],
    ['?? status isNumber', ['status', null, 'isNumber', null]],
    ['??', [null, null, null, null]],
    ['??status == 200', ['status', null, '==', '200']],
  ];
  for (const [line, parts] of assertions) {
    test(`${line} has its parts`, () => {
      const [type, value, operator, expected] = parts;
      const wanted = { kind: 'assertion', type, value, operator, expected, position: 'after' };
      assert.deepEqual(handlersOf(get + line), [wanted]);
    });
  }

  test('are files that responses go to or come from, and what was recorded', () => {
    assert.deepEqual(
      handlersOf(`${get}>> a b.json\n>>! {{x}}.png\n<> old.json\n\nHTTP/1.1 404 - no\n\n{}`),
      [
        { kind: 'saveResponse', path: 'a b.json', overwrite: false, position: 'after' },
        { kind: 'saveResponse', path: '{{x}}.png', overwrite: true, position: 'after' },
        { kind: 'responseFile', path: 'old.json', overwrite: false, position: 'after' },
        { kind: 'recordedResponse', status: 404, position: 'after' },
      ],
    );
    assert.deepEqual(handlersOf(`WS ws://a\n\nhi\n\nWS 101 - Switching\nupgrade: x`), [
      { kind: 'recordedResponse', status: 101, position: 'after' },
    ]);
  });

  test('may be indented', () => {
    assert.deepEqual(handlersOf(`${get}  >>! a.json\n  > {%\n x()\n  %}\n  > ./b.js`), [
      { kind: 'saveResponse', path: 'a.json', overwrite: true, position: 'after' },
      { ...jetbrains, code: '\n x()\n  ', position: 'after' },
      { kind: 'scriptFile', path: './b.js', language: 'javascript', position: 'after' },
    ]);
  });

  test('are script files whose path holds blanks, but no quoted text', () => {
    assert.deepEqual(handlersOf(`${get}> ./my scripts/a b.js\n> {{dir}}/c d.js`), [
      {
        kind: 'scriptFile',
        path: './my scripts/a b.js',
        language: 'javascript',
        position: 'after',
      },
      { kind: 'scriptFile', path: '{{dir}}/c d.js', language: 'javascript', position: 'after' },
    ]);
    assert.deepEqual(handlersOf(`POST http://a\n\n> as he said of node.js`), []);
  });

  test('are objects of headers at their place', () => {
    assert.deepEqual(handlersOf('GET http://a\nA: 1\n...defaults,\nB: 2\n... more'), [
      { kind: 'headerSpread', name: 'defaults', headersAbove: 1, position: 'after' },
      { kind: 'headerSpread', name: 'more', headersAbove: 2, position: 'after' },
    ]);
  });

  test('are files of gRPC with their options', () => {
    const text = 'proto < ./a.proto\nkeepCase: true\nlongs: String\n\nGRPC localhost/a.B/c';
    const file = parseRequestFile(text);
    assert.deepEqual(
      file.blocks[0]?.handlers.map(({ kind, range }) => [kind, range.line, range.endLine]),
      [['command', 1, 3]],
    );
    assert.deepEqual(
      file.diagnostics.map(({ code }) => code),
      ['WB1008'],
    );
  });

  test('are imports and runs of other requests', () => {
    assert.deepEqual(
      handlersOf('import ./a.http\nrun #login\nrun #get user (@host=a.b, @id = 7)\nrun ./b.http'),
      [
        { kind: 'import', path: './a.http', position: 'before' },
        { kind: 'run', target: '#login', variables: [], position: 'before' },
        {
          kind: 'run',
          target: '#get user',
          variables: [
            { name: 'host', value: 'a.b' },
            { name: 'id', value: '7' },
          ],
          position: 'before',
        },
        { kind: 'run', target: './b.http', variables: [], position: 'before' },
      ],
    );
  });

  test('are parts of GraphQL above a request, blank lines in them too', () => {
    const fragment = 'fragment a on B {\n  c\n\n  d { e }\n}';
    assert.deepEqual(handlersOf(`${fragment}\ngql all < ./all.gql\n\nGRAPHQL http://a\n\n{ x }`), [
      { kind: 'graphqlPart', name: 'a', path: null, text: fragment, position: 'before' },
      {
        kind: 'graphqlPart',
        name: 'all',
        path: './all.gql',
        text: 'gql all < ./all.gql',
        position: 'before',
      },
    ]);
  });

  test('end a body although no blank line stands above them', () => {
    const [block] = parseRequestFile('POST http://a\n\nx\n<--->\n').blocks;
    assert.deepEqual(
      block?.request?.body.segments.map((each) => 'text' in each && each.text),
      ['x'],
    );
  });
});

const kindOf = (text: string) => parseRequestFile(text).blocks[0]?.request?.kind;

describe('GraphQL', () => {
  test('is told by its text where httpYac files say nothing else', () => {
    assert.equal(kindOf('POST http://a\n\nquery q($a: Int!) { b }'), 'graphql');
    assert.equal(kindOf('POST http://a\nContent-Type: application/json\n\nmutation {'), 'graphql');
    assert.equal(kindOf('POST http://a\n\ngql q < ./q.gql\n\n{ "a": 1 }'), 'graphql');
  });

  test('is not seen in other texts, methods and types', () => {
    assert.equal(kindOf('POST http://a\n\nquery = {'), 'http');
    assert.equal(kindOf('PUT http://a\n\nquery { a }'), 'http');
    assert.equal(kindOf('POST http://a\nContent-Type: text/plain\n\nquery { a }'), 'http');
    assert.equal(kindOf('# @noGqlParsing\nPOST http://a\n\nquery { a }'), 'http');
  });

  test('may be followed by variables and a request without a separator', () => {
    const text = 'GRAPHQL http://a\n\nquery {\n  # } "\n  a\n}\n\n{ "v": 1 }\n\nGET http://b';
    const urls = parseRequestFile(text).blocks.map((block) => block.request?.url.text);
    assert.deepEqual(urls, ['http://a', 'http://b']);
  });
});
