import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { findRequest, requestsOf } from '../../../src/core/request-file/requestFile.ts';

function urls(text: string): string[] {
  return requestsOf(parseRequestFile(text)).map(({ request }) => request.url.text);
}

function only(text: string) {
  const requests = requestsOf(parseRequestFile(text));
  assert.equal(requests.length, 1);
  return requests[0]!;
}

describe('blocks', () => {
  test('three and more # at the start of a line separate', () => {
    assert.deepEqual(urls(`GET http://a\n###\nGET http://b\n${'#'.repeat(90)}\nGET http://c`), [
      'http://a',
      'http://b',
      'http://c',
    ]);
  });

  test('two # and indented ### are comments', () => {
    assert.deepEqual(urls('GET http://a\n## no\n  ### no\nAccept: x'), ['http://a']);
    assert.equal(only('GET http://a\n  ### no\nAccept: x').request.headers.length, 1);
  });

  test('an unknown directive is a hint in each of its forms', () => {
    for (const text of ['# @tiemout 5 s', '# @tiemout = 5 s', '// @tiemout=5 s']) {
      const [found] = parseRequestFile(text).diagnostics;
      assert.deepEqual([found?.code, found?.severity], ['WB1009', 'hint'], text);
    }
  });

  test('a ### inside a script or a block comment separates nothing', () => {
    for (const [open, close] of [
      ['> {%', '%} // said'],
      ['> {% `', '` %} '],
      ['/*', '*/'],
    ]) {
      const text = `GET http://a\n\n${open}\n### no\n\n### nor this\n${close}\n\n### next\nGET http://b`;
      assert.deepEqual(urls(text), ['http://a', 'http://b'], open);
      assert.deepEqual(parseRequestFile(text).diagnostics, [], open);
    }
    assert.deepEqual(urls('/*\n###\nGET http://old\n*/\nGET http://a'), ['http://a']);
  });

  test('a script that does not end before the next request ends with its block', () => {
    const text = 'GET http://a\n\n> {%\nlet a;\n\n### next\nGET http://b\n\n> {% x %}';
    assert.deepEqual(urls(text), ['http://a', 'http://b']);
    assert.deepEqual(
      parseRequestFile(text).diagnostics.map(({ code }) => code),
      ['WB1015'],
    );
  });

  test('text after the separator is the title and the name', () => {
    const block = only('###   Say hello  \nGET http://a');
    assert.equal(block.title?.text, 'Say hello');
    assert.equal(block.name?.text, 'Say hello');
  });

  test('a separator may name as a directive does', () => {
    const block = only('### @name login  \nGET http://a');
    assert.deepEqual([block.title?.text, block.name?.text], ['login', 'login']);
    assert.equal(only('### @names\nGET http://a').name?.text, '@names');
    assert.equal(only('### @name ###\nGET http://a').name?.text, '@name');
  });

  test('# @title wins as title, and is the name where there is no other', () => {
    const block = only('### short\n# @title A long one\nGET http://a');
    assert.deepEqual([block.title?.text, block.name?.text], ['A long one', 'short']);
    const untitled = only('// @title A long one\nGET http://a');
    assert.deepEqual([untitled.title?.text, untitled.name?.text], ['A long one', 'A long one']);
  });

  test('a name directive wins over the title', () => {
    for (const line of [
      '# @name hello',
      '// @name hello',
      '#@name hello',
      '# @name = hello',
      '# @name=hello',
      '# @name "hello"',
    ]) {
      const block = only(`### Title\n${line}\nGET http://a`);
      assert.equal(block.name?.text, 'hello', line);
      assert.equal(block.title?.text, 'Title');
    }
  });

  test('kebab-case and camelCase name the same directive', () => {
    const names = ['no-redirect', 'noRedirect', 'No-Redirect'].map(
      (key) => only(`# @${key}\nGET http://a`).directives[0]?.name,
    );
    assert.deepEqual(names, ['no-redirect', 'no-redirect', 'no-redirect']);
  });

  test('CRLF, lone CR and LF end lines alike', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const block = only(['@a = 1', 'POST http://a', 'A: b', '', 'body', ''].join(end));
      assert.equal(block.request.headers[0]?.value.text, 'b');
      assert.equal(block.request.lineRange.line, 2);
      assert.deepEqual(
        block.request.body.segments.map((s) => s.kind === 'text' && s.text),
        ['body'],
      );
    }
  });

  test('a byte order mark is no part of the first line', () => {
    assert.deepEqual(urls('\uFEFFGET http://a'), ['http://a']);
    assert.equal(
      parseRequestFile('\uFEFF### t\nGET http://a').blocks.at(-1)?.request?.url.text,
      'http://a',
    );
  });

  test('block comments hide what is in them', () => {
    assert.deepEqual(urls('/*\nGET http://hidden\n*/\nGET http://a\n/* one line */'), ['http://a']);
  });

  test('a file that only holds a recorded response offers no request', () => {
    assert.deepEqual(urls('HTTP/1.1 200 OK\ncontent-type: text/plain\n\nhttp://not/a/request'), []);
  });

  test('a request is found by name, by any line of its block, or is the first', () => {
    const file = parseRequestFile(
      'GET http://a\n\n### two\nGET http://b\n\n{}\n### three\nGET http://c',
    );
    const url = (wanted: { name?: string; line?: number }) =>
      findRequest(file, wanted)?.request.url.text;
    assert.equal(url({}), 'http://a');
    assert.equal(url({ name: 'three' }), 'http://c');
    assert.equal(url({ name: 'four' }), undefined);
    assert.deepEqual(
      [1, 3, 4, 6, 7, 8].map((line) => url({ line })),
      ['http://a', 'http://b', 'http://b', 'http://b', 'http://c', 'http://c'],
    );
    assert.equal(url({ line: 99 }), undefined);
  });
});

describe('requests without a separator between them', () => {
  const second = 'GET http://second';

  test('a request starts after an empty body, a JSON value or a form', () => {
    const bodies = ['', '{ "a": "}" }\n\n', '[1,\n\n2]\n\n', 'a=1\n&b=2\n\n'];
    for (const body of bodies) {
      assert.equal(urls(`POST http://first\n\n${body}${second}`).length, 2, body);
    }
  });

  test('a request starts directly below headers, an assertion or a script', () => {
    for (const above of ['A: b', '\n?? status == 200', '\n> {% x %}', '\n{"a":1}\n\n?? a\n?? b']) {
      assert.equal(urls(`GET http://first\n${above}\n${second}`).length, 2, above);
    }
  });

  test('a request starts directly below a JSON value or a form', () => {
    for (const body of ['{ "a": 1 }', '[1,\n2]', 'a=1\n&b=2']) {
      assert.equal(urls(`POST http://first\n\n${body}\n${second}`).length, 2, body);
    }
    assert.equal(urls(`POST http://first\n\n{ "a": 1 }\nGET well soon`).length, 1);
  });

  const implied: [line: string, count: number][] = [
    ['GET unix:/run/app.sock:/info', 2],
    ['GET http+unix://%2Frun%2Fapp.sock/info', 2],
    ['GET localhost:3000', 2],
    ['GET localhost/info', 2],
    ['GET api.example.com/info', 2],
    ['GRPC localhost/hello.Service/sayHello', 2],
    ['AMQP amqp://localhost', 2],
    ['GET and/or text', 1],
    ['GET file.txt', 1],
    ['NOTE localhost:3000', 1],
  ];
  for (const [line, count] of implied) {
    test(`a line ${line} ${count === 2 ? 'starts a request' : 'is data'}`, () => {
      assert.equal(urls(`GET http://first\n\n${line}`).length, count);
    });
  }

  test('a quotation mark inside a JSON text does not end it', () => {
    assert.equal(urls(`POST http://first\n\n{ "a": "\\"}" }\n\n${second}`).length, 2);
    assert.equal(urls(`POST http://first\n\n{ "a": "\\"}"\n\n${second}`).length, 1);
  });

  test('in text, multipart and unfinished JSON the line is data', () => {
    const text = 'POST http://first\nContent-Type: text/plain\n\n';
    const multipart = 'POST http://first\nContent-Type: multipart/form-data; boundary=x\n\n--x\n\n';
    for (const start of [
      text,
      multipart,
      'POST http://first\n\n{\n\n',
      'POST http://first\n\nwords\n\n',
    ]) {
      assert.equal(urls(`${start}${second}`).length, 1, start);
    }
  });

  test('comments and directives above the second request belong to it', () => {
    const text = `GET http://first\n\n# about the second\n# @name second\n@v = 1\n\n${second}`;
    const [, block] = requestsOf(parseRequestFile(text));
    assert.equal(block?.name?.text, 'second');
    assert.equal(block?.variables[0]?.name.text, 'v');
  });

  test('lower-case methods and bare URLs start no request', () => {
    assert.equal(urls(`GET http://first\n\nget http://second`).length, 1);
    assert.equal(urls(`GET http://first\n\nhttp://second`).length, 1);
  });

  test('@forceRegionDelimiter turns the rule off from there on', () => {
    assert.equal(urls(`# @forceRegionDelimiter\nGET http://first\n\n${second}`).length, 1);
    assert.equal(urls(`# @force-region-delimiter\n###\nGET http://first\n\n${second}`).length, 1);
  });

  test('a raw conversation may send a line that looks like a request', () => {
    assert.equal(urls(`TCP localhost:80\n\nGET / HTTP/1.1`).length, 1);
  });

  test('the request after a recorded response is found', () => {
    assert.equal(urls(`GET http://first\n\nHTTP/1.1 200 OK\n\n{"a":1}\n\n${second}`).length, 2);
  });
});
