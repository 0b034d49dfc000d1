import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { requestsOf, type RequestNode } from '../../../src/core/request-file/requestFile.ts';

function requestOf(text: string): RequestNode {
  const [block] = requestsOf(parseRequestFile(text));
  assert.ok(block, `no request in ${text}`);
  return block.request;
}

describe('request lines', () => {
  const kinds: [text: string, kind: string, method: string | null, url: string][] = [
    ['GET https://a.example/x', 'http', 'GET', 'https://a.example/x'],
    ['  PATCH   https://a.example/x  ', 'http', 'PATCH', 'https://a.example/x'],
    ['https://a.example/x', 'http', null, 'https://a.example/x'],
    ['{{base}}/x', 'http', null, '{{base}}/x'],
    ['localhost:8080/x', 'http', null, 'localhost:8080/x'],
    ['localhost', 'http', null, 'localhost'],
    ['a.example/x?y=1', 'http', null, 'a.example/x?y=1'],
    ['[::1]:8080/x', 'http', null, '[::1]:8080/x'],
    ['/only/a/path', 'http', null, '/only/a/path'],
    ['GET unix:/var/run/x.sock:/y', 'http', 'GET', 'unix:/var/run/x.sock:/y'],
    ['M-SEARCH https://a.example', 'unsupported', 'M-SEARCH', 'https://a.example'],
    ['WEBSOCKET ws://a.example', 'websocket', 'WEBSOCKET', 'ws://a.example'],
    ['WS a.example', 'websocket', 'WS', 'a.example'],
    ['WSS wss://a.example', 'websocket', 'WSS', 'wss://a.example'],
    ['ws://a.example', 'websocket', null, 'ws://a.example'],
    ['WSS://a.example', 'websocket', null, 'WSS://a.example'],
    ['GET wss://a.example', 'websocket', 'GET', 'wss://a.example'],
    ['SSE https://a.example', 'sse', 'SSE', 'https://a.example'],
    ['GET https://a.example\nAccept: text/event-stream', 'sse', 'GET', 'https://a.example'],
    ['POST https://a.example\nAccept: text/event-stream', 'http', 'POST', 'https://a.example'],
    ['GRAPHQL https://a.example', 'graphql', 'GRAPHQL', 'https://a.example'],
    ['POST https://a.example\nx-request-type: GraphQL', 'graphql', 'POST', 'https://a.example'],
    ['TCP localhost:7', 'tcp', 'TCP', 'localhost:7'],
    ['tls://localhost:7', 'tls', null, 'tls://localhost:7'],
    ['UDP localhost:7', 'udp', 'UDP', 'localhost:7'],
    ['AMQP amqp://a.example', 'unsupported', 'AMQP', 'amqp://a.example'],
    ['ftp://a.example', 'unsupported', null, 'ftp://a.example'],
  ];
  for (const [text, kind, method, url] of kinds) {
    test(JSON.stringify(text), () => {
      const request = requestOf(text);
      assert.deepEqual(
        [request.kind, request.method?.text ?? null, request.url.text],
        [kind, method, url],
      );
    });
  }

  for (const text of [
    'hello there',
    'get the milk',
    'a = b',
    '{ "a": 1 }',
    '- item',
    '<html>',
    'one',
  ]) {
    test(`${JSON.stringify(text)} is no request`, () => {
      assert.deepEqual(requestsOf(parseRequestFile(text)), []);
    });
  }

  const versions: [text: string, version: string | undefined, url: string][] = [
    ['GET http://a HTTP/1.1', 'HTTP/1.1', 'http://a'],
    ['GET http://a http/2', 'http/2', 'http://a'],
    ['GET http://a HTTP/2 (Prior Knowledge)', 'HTTP/2 (Prior Knowledge)', 'http://a'],
    ['http://a HTTP/2', 'HTTP/2', 'http://a'],
    ['GET http://a\n  /b\n  HTTP/1.1', 'HTTP/1.1', 'http://a/b'],
    ['GET http://a/HTTP/1.1', undefined, 'http://a/HTTP/1.1'],
    ['GET http://a/HTTP/1.1', undefined, 'http://a/HTTP/1.1'],
    ['GET http://a?q=x HTTP/1.1 y', undefined, 'http://a?q=x HTTP/1.1 y'],
    ['GET http://a\n ?b=1 HTTP/1.1', 'HTTP/1.1', 'http://a?b=1'],
    ['GET http://a HTTP/1.1 # why', 'HTTP/1.1', 'http://a'],
    [
      'GET http://a\n ?b=#1 HTTP/2 (Prior Knowledge) // why',
      'HTTP/2 (Prior Knowledge)',
      'http://a?b=#1',
    ],
  ];
  for (const [text, version, url] of versions) {
    test(`the version of ${JSON.stringify(text)}`, () => {
      const request = requestOf(text);
      assert.deepEqual([request.httpVersion?.text, request.url.text], [version, url]);
    });
  }

  test('the URL goes on in lines that are indented or begin with ?, & or /', () => {
    const request = requestOf(
      'GET http://a\n/b\n  /c\n?d=1\n# &off=1\n  &e=2\n  &f=g:h\nAccept: x',
    );
    assert.equal(request.url.text, 'http://a/b/c?d=1&e=2&f=g:h');
    assert.equal(request.headers.length, 1);
    assert.deepEqual([request.lineRange.line, request.lineRange.endLine], [1, 7]);
  });

  const continued: [lines: string, url: string][] = [
    ['http://a/\n    {{t}}\n    ?a=1', 'http://a/{{t}}?a=1'],
    ['http://a/api/\n    {{t}}/items', 'http://a/api/{{t}}/items'],
    ['http://a/api\n    ?x=1\n    {{t}}', 'http://a/api?x=1{{t}}'],
    ['http://a/\n    {{%t}}{{$guid}}:x', 'http://a/{{%t}}{{$guid}}:x'],
    ['http://a?f\n    [0]=1', 'http://a?f[0]=1'],
  ];
  for (const [lines, url] of continued) {
    test(`an indented line goes on with the URL also where it begins with a variable or a bracket: ${JSON.stringify(lines)}`, () => {
      const request = requestOf(`GET ${lines}\nAccept: x`);
      assert.equal(request.url.text, url);
    });
  }

  test('the headers below a URL that ends in a line with a variable are headers', () => {
    const request = requestOf('GET http://a/\n    {{t}}\n  {{n}}: v\nAccept: x');
    assert.deepEqual(
      request.headers.map(({ name }) => name.text),
      ['{{n}}', 'Accept'],
    );
    assert.equal(request.body.kind, 'none');
  });

  for (const json of ['{ "a": 1 }', '[1, 2]', '["a"]', '[{ "a": 1 }]', '[]', '[1],', '{']) {
    test(`indented JSON below the request line is its body: ${json}`, () => {
      const request = requestOf(`POST http://a\n  ${json}`);
      assert.equal(request.url.text, 'http://a');
      assert.equal(request.body.segments.length, 1);
    });
  }

  for (const line of ['> {% client.log(1) %}', '?? status == 200', '>> answer.json']) {
    test(`an indented handler below the request line is no part of the URL: ${line}`, () => {
      const file = parseRequestFile(`GET http://a\n  ${line}`);
      assert.equal(requestsOf(file)[0]?.request.url.text, 'http://a');
      assert.equal(file.blocks[0]?.handlers.length, 1);
    });
  }

  test('an indented header is no part of the URL', () => {
    const request = requestOf('GET http://a\n  Accept: x\n  B : y');
    assert.equal(request.url.text, 'http://a');
    assert.deepEqual(
      request.headers.map(({ name }) => name.text),
      ['Accept', 'B'],
    );
  });
});

describe('headers', () => {
  test('order, case and repetition are kept', () => {
    const { headers } = requestOf('GET http://a\nx-B: 1\nX-b: 2\nA: 3\nx-B: 1');
    assert.deepEqual(
      headers.map(({ name, value }) => [name.text, value.text]),
      [
        ['x-B', '1'],
        ['X-b', '2'],
        ['A', '3'],
        ['x-B', '1'],
      ],
    );
  });

  test('only the first colon separates, and blanks inside the value stay', () => {
    const { headers } = requestOf('GET http://a\nReferer:http://b:80/  c \n{{a:b}}: d');
    assert.deepEqual(
      headers.map(({ name, value }) => [name.text, value.text]),
      [
        ['Referer', 'http://b:80/  c'],
        ['{{a:b}}', 'd'],
      ],
    );
  });

  test('a trailing comment goes from the content type of a conversation only', () => {
    const socket = requestOf('WS ws://a\nContent-Type: application/json // shown so\nX: a // b');
    assert.deepEqual(
      socket.headers.map(({ value }) => value.text),
      ['application/json', 'a // b'],
    );
    const http = requestOf('GET http://a\nContent-Type: x/y // z');
    assert.equal(http.headers[0]?.value.text, 'x/y // z');
  });

  test('a value may begin in an indented line', () => {
    const { headers } = requestOf('GET http://a\nA:\n  one\n  two');
    assert.equal(headers[0]?.value.text, 'one two');
  });

  test('a value goes on in indented lines', () => {
    const { headers } = requestOf('GET http://a\nA: one\n  two\n\tthree\nB: c');
    assert.deepEqual(
      headers.map(({ value }) => value.text),
      ['one two three', 'c'],
    );
  });

  test('a value goes on in an indented line that begins with a variable', () => {
    const { headers, body } = requestOf('GET http://a\nA: one\n  {{two}}\nB: c');
    assert.deepEqual(
      headers.map(({ value }) => value.text),
      ['one {{two}}', 'c'],
    );
    assert.equal(body.kind, 'none');
  });

  test('ranges point at name and value', () => {
    const text = 'GET http://a\n\n###\nGET http://b\n  Accept :  x/y ';
    const header = requestsOf(parseRequestFile(text))[1]?.request.headers[0];
    assert.ok(header);
    assert.equal(text.slice(header.name.range.offset, header.name.range.endOffset), 'Accept');
    assert.deepEqual([header.value.range.line, header.value.range.column], [5, 13]);
  });
});
