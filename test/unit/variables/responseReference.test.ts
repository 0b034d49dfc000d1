import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPrompt, readPromptDirective } from '../../../src/core/variables/prompt.ts';
import { readResponseReference } from '../../../src/core/variables/responseReference.ts';

function form(directive: 'prompt' | 'secret', value: string) {
  return readPromptDirective(directive, value)?.prompt.form;
}

function header(name: string, index: number) {
  return { of: 'header', side: 'response', name, index };
}

describe('a reference to an earlier exchange', () => {
  const readable: [expression: string, selector: object][] = [
    ['login.response.status', { of: 'status' }],
    ['login.response.body.$.a[0]', { of: 'body', side: 'response', path: '$.a[0]' }],
    ['login.response.body.//a/@b', { of: 'body', side: 'response', path: '//a/@b' }],
    ['login.response.body.*', { of: 'body', side: 'response', path: '*' }],
    ['login.request.body', { of: 'body', side: 'request', path: '' }],
    ['login.response.headers.X-Id', { of: 'header', side: 'response', name: 'X-Id', index: 0 }],
    ['login.request.headers.X[2]', { of: 'header', side: 'request', name: 'X', index: 2 }],
    ["login.response.headers['X-Id'][1]", header('X-Id', 1)],
    ['login.response.headers["X-Id"]', header('X-Id', 0)],
    ["login.response.headers.['X-Id']", header('X-Id', 0)],
    ['login.response.body[0].id', { of: 'body', side: 'response', path: '$[0].id' }],
    ['login.response.body.asJson.$.a', { of: 'body', side: 'response', path: '$.a' }],
    ['asXml.login.response.body.//a', { of: 'body', side: 'response', path: '//a' }],
    ['login.response.cookies.sid', { of: 'cookie', name: 'sid', attribute: 'value' }],
    ['login.response.cookies.sid.path', { of: 'cookie', name: 'sid', attribute: 'path' }],
    ['$xpath:login //a/@b', { of: 'body', side: 'response', path: '//a/@b' }],
    ['$xpath:login.parsedBody string(//a)', { of: 'body', side: 'response', path: 'string(//a)' }],
    ['login.token', { of: 'member', path: '$.token' }],
    ['login.a[0].b', { of: 'member', path: '$.a[0].b' }],
    ["login['x y']", { of: 'member', path: "$['x y']" }],
  ];
  for (const [expression, selector] of readable) {
    test(expression, () =>
      assert.deepEqual(readResponseReference(expression), { request: 'login', selector }),
    );
  }

  test('a name may hold blanks and any script', () => {
    assert.equal(readResponseReference('登录 1.response.status')?.request, '登录 1');
  });

  const others = [
    'login',
    'login.response',
    'login.response.time',
    'login.request.cookies.a',
    "login.response.cookies['a']",
    "login.response.headers['a",
    "login.response.status['a']",
    'login.',
    '.a',
    'login.response.headers.',
    'login.a()',
    '$xpath //a',
    '$xpath:login',
  ];
  for (const expression of others) {
    test(`${expression} is none`, () => assert.equal(readResponseReference(expression), null));
  }
});

describe('a question', () => {
  test('is written as httpYac does', () => {
    assert.deepEqual(readPrompt('$input Your name $value: 王 '), {
      form: 'input',
      label: 'Your name',
      preset: '王',
      options: [],
      once: false,
    });
    assert.deepEqual(readPrompt('$pick-askonce where? $value: a, b,,c'), {
      form: 'pick',
      label: 'where?',
      preset: '',
      options: ['a', 'b', 'c'],
      once: true,
    });
    assert.equal(readPrompt('$password')?.form, 'password');
    for (const other of ['$inputs x', '$guid', 'input', '$input-ask x']) {
      assert.equal(readPrompt(other), null);
    }
  });

  test('or as a directive; names of passwords and secrets are hidden', () => {
    assert.equal(form('prompt', 'user'), 'input');
    assert.equal(form('prompt', 'Password of the user'), 'password');
    assert.equal(form('secret', 'user'), 'password');
    assert.equal(readPromptDirective('prompt', 'user Your name')?.prompt.label, 'Your name');
    const asked = readPromptDirective('prompt', '"Your name?" user');
    assert.deepEqual([asked?.name, asked?.prompt.label], ['user', 'Your name?']);
    assert.equal(form('prompt', '"Your word?" word { type: "password" }'), 'password');
    assert.equal(readPromptDirective('prompt', ' '), null);
  });
});
