import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import {
  requestsOf,
  type BodySegment,
  type RequestBlockWithRequest,
} from '../../../src/core/request-file/requestFile.ts';

function blockOf(text: string): RequestBlockWithRequest {
  const [block] = requestsOf(parseRequestFile(text));
  assert.ok(block);
  return block;
}

function show(segment: BodySegment): string {
  return segment.kind === 'text'
    ? segment.text
    : `<${segment.resolved ? '@' : ''}${segment.encoding ?? ''} ${segment.path.text}`;
}

function bodyOf(text: string): string[] {
  return blockOf(text).request.body.segments.map(show);
}

const post = 'POST http://a\n\n';
const markdown = 'POST http://a\nContent-Type: text/markdown\n\n';

describe('bodies', () => {
  test('text is kept as written, without the empty lines around it', () => {
    assert.deepEqual(bodyOf(`${post}\n\n  one \n\n\ttwo\n\n\n`), ['  one \n\n\ttwo']);
    assert.deepEqual(bodyOf('POST http://a\r\n\r\none\r\ntwo\r\n'), ['one\r\ntwo']);
  });

  test('lines that begin with # or // are data', () => {
    assert.deepEqual(bodyOf(`${markdown}# Title\n\ntext\n// more\n## end`), [
      '# Title\n\ntext\n// more\n## end',
    ]);
    assert.deepEqual(bodyOf(`${post}id;name\n# 1;x`), ['id;name\n# 1;x']);
  });

  test('lines that begin with # or // inside JSON are data, no directives, and get a hint where JSON has none', () => {
    const text = '{\n  // @name x\n  "a": 1,\n# "b": 2,\n  "c": [\n    // 3\n  ]\n}';
    const block = blockOf(post + text);
    assert.equal(block.request.body.segments.map(show).join(''), text);
    assert.deepEqual(block.directives, []);
    assert.deepEqual(
      block.diagnostics.map(({ code, range }) => `${code} ${range.line}`),
      ['WB1013 4', 'WB1013 6', 'WB1013 8'],
    );
    for (const type of ['text/plain', 'application/json5', 'application/javascript']) {
      const other = blockOf(`POST http://a\nContent-Type: ${type}\n\n${text}`);
      assert.equal(other.request.body.segments.map(show).join(''), text);
      assert.deepEqual(other.diagnostics, []);
    }
    assert.deepEqual(bodyOf(`${post}[main]\n# a\nb = 1`), ['[main]\n# a\nb = 1']);
  });

  test('a body of comments alone is none unless its type says text', () => {
    assert.deepEqual(bodyOf('GET http://a\n\n# later\n\n// and this\n'), []);
    assert.deepEqual(bodyOf(`${markdown}# Title`), ['# Title']);
  });

  test('comments behind a complete JSON value are comments', () => {
    assert.deepEqual(bodyOf(`${post}{ "a": 1 }\n\n# next\n`), ['{ "a": 1 }']);
    assert.deepEqual(bodyOf(`${post}{ "a": 1 }\n# same paragraph\n`), ['{ "a": 1 }']);
  });

  test('comments at the end of JSON and XML are comments, also where the value is a variable', () => {
    const json = 'POST http://a\nContent-Type: application/vnd.api+json\n\n';
    for (const body of ['{{all}}', '"text"', '{ "open": 1', '<a>\n</a>']) {
      assert.deepEqual(bodyOf(`${json}${body}\n\n// next\n# end\n`), [body]);
    }
    const lines = 'POST http://a\nContent-Type: application/x-ndjson\n\n{ "a": 1 }\n{ "b": 2 }';
    assert.deepEqual(bodyOf(`${lines}\n\n# next`), ['{ "a": 1 }\n{ "b": 2 }']);
    const xml = 'POST http://a\nContent-Type: text/xml\n\n';
    assert.deepEqual(bodyOf(`${xml}# order\n<a/>\n\n# end`), ['<a/>']);
    assert.deepEqual(bodyOf(`${post}<a>\n\n# inside\n\n</a>`), ['<a>\n\n# inside\n\n</a>']);
  });

  test('comments above JSON, XML, GraphQL and a file are comments', () => {
    for (const body of ['{ "a": 1 }', '<?xml version="1.0"?>', '<a/>', 'query { a }', '< b.json']) {
      assert.deepEqual(bodyOf(`${post}// one\n# two\n\n${body}`), [body]);
    }
    assert.deepEqual(bodyOf(`${markdown}# Title\n< b.md`), ['# Title\n', '< b.md']);
  });

  test('comments above the file of a part are comments, those above its text are data', () => {
    const head = 'POST http://a\nContent-Type: multipart/form-data; boundary=b\n\n';
    const part = '--b\nContent-Disposition: form-data; name="x"\n\n';
    assert.deepEqual(
      bodyOf(`${head}${part}// why\n< f\n${part}# Title\ntext\n\n# more\n< g\n--b--`),
      [part, '< f', `\n${part}# Title\ntext\n\n# more\n`, '< g', '\n--b--'],
    );
  });

  test('a line that calls somebody is data, a definition below a body is none', () => {
    assert.deepEqual(bodyOf(`${post}@john please look\n`), ['@john please look']);
    assert.deepEqual(bodyOf(`${post}{ "a": 1 }\n\n@next = 2\n`), ['{ "a": 1 }']);
  });

  test('a form has no comments', () => {
    const form = 'POST http://a\nContent-Type: application/x-www-form-urlencoded\n\n';
    assert.deepEqual(bodyOf(`${form}# who\na=1\n// why\n&b=2\n`), ['a=1\n', '&b=2']);
  });

  test('files stand between text', () => {
    assert.deepEqual(bodyOf(`${post}< ./a.json`), ['< ./a.json']);
    assert.deepEqual(bodyOf(`${post}a\n<@ b c.txt \n<@latin1 d\n\ne\n`), [
      'a\n',
      '<@ b c.txt',
      '\n',
      '<@latin1 d',
      '\n\ne',
    ]);
    assert.deepEqual(bodyOf(`${post}<xml/>\n <  not at the start`), [
      '<xml/>\n <  not at the start',
    ]);
  });

  const kinds: [text: string, kind: string][] = [
    ['GET http://a', 'none'],
    [`${post}x`, 'text'],
    [`${post}< x`, 'file'],
    [`${post}x\n< y`, 'text'],
    [markdown, 'none'],
    ['POST http://a\ncontent-type: multipart/mixed; boundary=b\n\n--b--', 'multipart'],
    ['POST http://a\nContent-Type: application/x-www-form-urlencoded\n\na=b', 'form'],
    ['GRAPHQL http://a\n\nquery { a }', 'graphql'],
    ['WS ws://a\n\nx', 'messages'],
    ['WS ws://a\n\n', 'none'],
  ];
  for (const [text, kind] of kinds) {
    test(`the body of ${JSON.stringify(text)} is ${kind}`, () => {
      assert.equal(blockOf(text).request.body.kind, kind);
    });
  }
});

describe('what follows a body is not sent', () => {
  const handlers: [text: string, kind: string][] = [
    ['> {%\n  client.log();\n%}', 'script'],
    ['> {% client.log() %}', 'script'],
    ['> ./after.js', 'scriptFile'],
    ['> ./my scripts/after it.js', 'scriptFile'],
    ['>> out.json', 'saveResponse'],
    ['>>! out.json', 'saveResponse'],
    ['<> 2024.200.json', 'responseFile'],
    ['?? status == 200', 'assertion'],
    ['HTTP/1.1 200 OK\na: b\n\n> {% not a script %}', 'recordedResponse'],
    ['{{\nexports.a = 1;\n}}', 'script'],
    ['{{@streaming\nawait x;\n}}', 'script'],
  ];
  for (const [handler, kind] of handlers) {
    test(JSON.stringify(handler), () => {
      for (const gap of ['\n', '\n\n']) {
        const block = blockOf(`${post}{ "a": 1 }${gap}${handler}\n`);
        assert.deepEqual(block.request.body.segments.map(show), ['{ "a": 1 }']);
        assert.deepEqual(
          block.handlers.map((each) => each.kind),
          [kind],
        );
      }
    });
  }

  test('a handler directly below the headers ends them', () => {
    const block = blockOf('GET http://a\nA: b\n> {% x %}\n?? status == 200');
    assert.deepEqual(
      block.handlers.map(({ kind }) => kind),
      ['script', 'assertion'],
    );
    assert.equal(block.request.headers.length, 1);
  });

  test('lines of a text that only resemble handlers are data', () => {
    const text = '> a quotation\n{{name}}\n{{\nnever closed\nHTTP/1.1 is a protocol';
    assert.deepEqual(bodyOf(`${post}${text}`), [text]);
  });

  test('in a text with more text below they are data too', () => {
    const text = '> a quotation\n>> inside\n?? really\n<> x\n> run.js\n\nThe end.';
    const block = blockOf(`${markdown}${text}\n\n>> out.json\n`);
    assert.deepEqual(block.request.body.segments.map(show), [text]);
    assert.deepEqual(
      block.handlers.map(({ kind }) => kind),
      ['saveResponse'],
    );
  });

  test('a message of HTTP is a body, although it begins like a request', () => {
    const text = 'GET /x HTTP/1.1\nHost: a';
    assert.deepEqual(bodyOf(`POST http://a\nContent-Type: message/http\n\n${text}`), [text]);
  });
});
