import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  explainExpression,
  explainVariables,
  type VariableExplanation,
} from '../../../src/core/variables/explainVariables.ts';
import type { PrepareContext } from '../../../src/core/runner/prepareContext.ts';
import { parseText, prepareContext, requestAt } from '../../support/requestFiles.ts';

async function explained(
  text: string,
  files: Record<string, string> = {},
  context: Partial<PrepareContext> = {},
): Promise<VariableExplanation[]> {
  const file = parseText(text);
  return explainVariables(file, requestAt(file), await prepareContext(files, context));
}

const place = ({ source }: Pick<VariableExplanation, 'source'>) =>
  source && `${source.origin} ${source.path?.replace(/.*\//, '') ?? '-'}:${source.line ?? '-'}`;

describe('an explanation of variables', () => {
  test('names what the default headers of the environment refer to', async () => {
    const files = {
      'http-client.env.json':
        '{ "dev": { "t": "1", "u": "{{t}}", "$kulalaDefaultHeaders": { "A": "{{u}}", "B": "{{no}}" } } }',
    };
    const found = await explained('GET http://a\nb: 1', files, { environment: 'dev' });
    assert.deepEqual(
      found.map(({ expression, value, references }) => [expression, value, references]),
      [
        ['u', '1', []],
        ['t', '1', []],
      ],
    );
  });

  test('names file and line, what is hidden, and each place in the request', async () => {
    const text = '@host = a.example\nGET http://{{host}}/{{ host }}?q={{%host}}\nX: {{host}}';
    const files = {
      'http-client.env.json': '{\n"$shared": { "host": "s" },\n"dev": { "host": "b" } }',
    };
    const [host, ...others] = await explained(text, files, { environment: 'dev' });
    assert.deepEqual(others, []);
    assert.ok(host);
    assert.equal(host.value, 'a.example');
    assert.equal(place(host), 'file requests.http:1');
    assert.deepEqual(
      host.hides.map((source) => place({ source })),
      ['environment http-client.env.json:3', 'shared environment http-client.env.json:2'],
    );
    assert.deepEqual(
      host.references.map(({ offset, endOffset, line }) => [line, text.slice(offset, endOffset)]),
      [
        [2, '{{host}}'],
        [2, '{{ host }}'],
        [2, '{{%host}}'],
        [3, '{{host}}'],
      ],
    );
  });

  test('follows variables that refer to others', async () => {
    const all = await explained('@url = http://{{host}}\n@host = a.example\nGET {{url}}/x');
    assert.deepEqual(
      all.map(({ expression, value, uses, references }) => [
        expression,
        value,
        uses,
        references.length,
      ]),
      [
        ['url', 'http://a.example', ['host'], 1],
        ['host', 'a.example', [], 0],
      ],
    );
  });

  test('masks what is secret, however short, and what is made of it', async () => {
    const files = { 'http-client.private.env.json': '{ "dev": { "t": "s3cret", "pin": "1" } }' };
    const text = '@h = Bearer {{t}}\nGET http://a/{{pin}}\nAuthorization: {{h}}';
    const all = await explained(text, files, { environment: 'dev' });
    assert.deepEqual(
      all.map(({ expression, value, secret }) => [expression, value, secret]),
      [
        ['pin', '••••••', true],
        ['h', 'Bearer ••••••', true],
        ['t', '••••••', true],
      ],
    );
  });

  test('tells what clock and chance made, what will be asked, and where else values are from', async () => {
    const text =
      '# @prompt user Your name\nPOST http://a/{{$guid}}\n\n{{user}} {{$input City $value: 北京}} {{$secret key}} {{$dotenv D}} {{$processEnv P}} {{login.response.body.$.id}}\n###\n# @name login\nGET http://a';
    const { sources } = await prepareContext();
    const context = { sources: { ...sources, processEnv: () => 'from the process' } };
    const all = await explained(text, { 'sub/.env': '\nD=from .env' }, context);
    assert.deepEqual(
      all.map(({ expression, dynamic, ...rest }) => [
        expression.split(' ')[0],
        dynamic,
        rest.value === null,
        place(rest),
        rest.problem,
      ]),
      [
        ['$guid', true, false, 'dynamic -:-', null],
        ['user', false, true, 'prompt requests.http:1', null],
        ['$input', false, true, 'prompt -:-', null],
        ['$secret', false, true, 'secret -:-', null],
        ['$dotenv', false, false, 'dotenv .env:2', null],
        ['$processEnv', false, false, 'process -:-', null],
        ['login.response.body.$.id', false, true, 'response -:-', null],
      ],
    );
  });

  test('names no place for what has no value, and the process for its variables', async () => {
    const { sources } = await prepareContext();
    const context = { sources: { ...sources, processEnv: () => 'from the process' } };
    const text = 'GET http://a/{{x}}{{$nope}}{{q.response.body.x}}{{process.env.P}}';
    const all = await explained(text, {}, context);
    assert.deepEqual(all.map(place), [null, null, null, 'process -:-']);
  });

  test('says why there is no value', async () => {
    const files = {
      'http-client.env.json':
        '{ "dev": { "vault": { "provider": "AzureKeyVault" }, "list": [1] } }',
    };
    const text = '@a = {{b}}\n@b = {{a}}\nGET http://{{a}}/{{none}}/{{vault}}/{{list}}';
    const all = await explained(text, files, { environment: 'dev' });
    assert.deepEqual(
      all.map(({ expression, problem }) => [expression, problem?.code, problem?.args.at(-1)]),
      [
        ['a', 'WB2002', 'a → b → a'],
        ['none', 'WB2001', 'none'],
        ['vault', 'WB3006', 'AzureKeyVault'],
        ['list', 'WB3003', 'list'],
        ['b', 'WB2002', 'b → a → b'],
      ],
    );
  });

  test('an override hides the file, for a definition too', async () => {
    const file = parseText('@x = 1\n###\nGET http://a');
    const context = await prepareContext({}, { overrides: new Map([['x', '2']]) });
    const found = explainExpression('x', file, file.blocks[0]!, context);
    assert.deepEqual([found.value, found.source?.origin], ['2', 'override']);
    assert.equal(place({ source: found.hides[0]! }), 'file requests.http:1');
  });
});
