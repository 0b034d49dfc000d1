import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Answer, Need, Outside } from '../../../src/core/variables/need.ts';
import { failureOf, prepared } from './preparing.ts';

/** Answers with what is given for each key, and keeps the order in which it was asked. */
function outsideWith(answers: Record<string, Answer | 'cancelled'>): Outside & { asked: Need[] } {
  const asked: Need[] = [];
  return {
    asked,
    fetch: (need) => {
      asked.push(need);
      return Promise.resolve(answers[need.key] ?? 'cancelled');
    },
  };
}

const plain = (value: string): Answer => ({ value, secret: false });

describe('values that are asked for', () => {
  test('are put in wherever they are used, and asked once', async () => {
    const outside = outsideWith({ '# @prompt user': plain('王'), '$input City': plain('北京') });
    const text =
      '# @prompt user\nPOST http://a/{{$input City}}\nX: {{$input City}}\n\n{{user}}/{{user}}';
    const request = await prepared(text, { context: { outside } });
    assert.equal(request.url, 'http://a/%E5%8C%97%E4%BA%AC');
    assert.deepEqual(request.headers, [['X', '北京']]);
    assert.equal(
      new TextDecoder().decode('bytes' in request.body[0]! ? request.body[0].bytes : undefined),
      '王/王',
    );
    assert.deepEqual(
      outside.asked.map(({ key }) => key),
      ['$input City', '# @prompt user'],
    );
  });

  test('are asked before an earlier request is sent, and a password is secret', async () => {
    const outside = outsideWith({
      'login.response.status': plain('200'),
      '$secret key': { value: 'k-e-y', secret: true },
      '$password PIN': { value: '1234', secret: true },
    });
    const text =
      'GET http://a/{{login.response.status}}/{{$secret key}}/{{$password PIN}}\n###\n# @name login\nGET http://b';
    const request = await prepared(text, { context: { outside } });
    assert.deepEqual(
      outside.asked.map(({ kind }) => kind),
      ['prompt', 'secret', 'response'],
    );
    assert.deepEqual(request.secrets.toSorted(), ['1234', 'k-e-y']);
  });

  test('end the request with WB_PROMPT_CANCELLED and its place when the user cancels', async () => {
    const text = 'GET http://a/\nX: {{$input Your name}}';
    const failure = await failureOf(text, { context: { outside: outsideWith({}) } });
    assert.equal(failure.code, 'WB_PROMPT_CANCELLED');
    assert.deepEqual(
      [failure.params['name'], failure.params['line'], failure.params['column']],
      ['Your name', '2', '4'],
    );
  });

  test('are not asked when another variable has no value', async () => {
    const outside = outsideWith({});
    const failure = await failureOf('GET http://a/{{$input x}}/{{missing}}', {
      context: { outside },
    });
    assert.equal(failure.code, 'WB_UNRESOLVED_VARIABLE');
    assert.deepEqual(outside.asked, []);
  });

  test('yield to --var', async () => {
    const outside = outsideWith({});
    const overrides = new Map([['user', 'me']]);
    const text = '# @prompt user\nGET http://a/{{user}}';
    assert.equal((await prepared(text, { context: { outside, overrides } })).url, 'http://a/me');
  });

  test('a question inside a variable is one question', async () => {
    const outside = outsideWith({ '$input x': plain('1') });
    const text = '@v = a{{$input x}}\n@w := {{v}}b\nGET http://a/{{v}}{{w}}{{w}}';
    const request = await prepared(text, { context: { outside } });
    assert.equal(request.url, 'http://a/a1a1ba1b');
    assert.equal(outside.asked.length, 1);
  });
});

describe('requests that must run first', () => {
  test('run once for # @ref, and their failure is told with its place', async () => {
    const text = '# @ref login\nGET http://a\n###\n# @name login\nGET http://b';
    const outside = outsideWith({ '# @ref login': plain('') });
    await prepared(text, { context: { outside } });
    assert.deepEqual(
      outside.asked.map(({ kind }) => kind),
      ['run'],
    );
    const refused = outsideWith({
      '# @ref login': { failure: { code: 'WB2013', args: ['# @ref login', 'refused.'] } },
    });
    const failure = await failureOf(text, { context: { outside: refused } });
    assert.deepEqual([failure.code, failure.params['line']], ['WB_REFERENCE_FAILED', '1']);
    assert.match(failure.params['reason'] ?? '', /failed: refused\./);
  });

  test('must be there', async () => {
    const failure = await failureOf('# @forceRef nothing\nGET http://a');
    assert.deepEqual(
      [failure.code, failure.params['diagnostic']],
      ['WB_INVALID_REQUEST', 'WB2006'],
    );
  });

  test('may be in a file that is imported, and so may variables', async () => {
    const files = {
      'sub/common.http': '# @import ./deeper/more.http\n@host = a.example\nGET http://{{host}}',
      'sub/deeper/more.http': '@port = 81\n@host = never\n### token\nGET http://b',
    };
    const outside = outsideWith({ 'token.response.body.$.t': plain('T') });
    const text = '# @import common.http\nGET http://{{host}}:{{port}}/{{token.response.body.$.t}}';
    const request = await prepared(text, { files, context: { outside } });
    assert.equal(request.url, 'http://a.example:81/T');
    const [need] = outside.asked;
    assert.ok(need?.kind === 'response');
    assert.match(need.target.file.path ?? '', /sub\/deeper\/more\.http$/);
  });

  test('an import that is not there stops the request that it stands in, and no other', async () => {
    const text =
      'import above.http\n### first\nGET http://a/1\n### second\n# @import none.http\nGET http://a/2\n### third\nGET http://a/{{login.response.status}}';
    assert.equal((await prepared(text)).url, 'http://a/1');
    const codes = await Promise.all(
      [1, 2].map(async (index) => (await failureOf(text, { index })).params['diagnostic']),
    );
    assert.deepEqual(codes, ['WB3007', 'WB2006']);
  });

  test('an import that is not there stops the request, a circle of imports does not', async () => {
    const failure = await failureOf('# @import none.http\nGET http://a');
    assert.equal(failure.params['diagnostic'], 'WB3007');
    const files = { 'sub/other.http': '# @import requests.http\n@x = 1' };
    assert.equal(
      (await prepared('# @import other.http\nGET http://a/{{x}}', { files })).url,
      'http://a/1',
    );
  });
});
