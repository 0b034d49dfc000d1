import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEnvironmentFile } from '../../../src/core/variables/environmentFile.ts';
import { readDotenvFile } from '../../../src/core/variables/dotenvFile.ts';
import {
  loadEnvironments,
  type EnvironmentSet,
} from '../../../src/core/variables/environmentFiles.ts';
import { readSettingsEnvironments } from '../../../src/core/variables/settingsEnvironments.ts';
import { filesInMemory, workspace } from '../../support/requestFiles.ts';

function read(text: string) {
  return readEnvironmentFile('/a/http-client.env.json', 'public', text);
}

function paths({ dotenv }: EnvironmentSet): string[] {
  return dotenv.map(({ path }) => path.slice(workspace.length + 1));
}

function codes(text: string): string[] {
  return read(text).diagnostics.map(({ code }) => code);
}

describe('an environment file', () => {
  test('gives text, numbers and booleans as text, with file and line', () => {
    const { environments, diagnostics } = read(
      '{\n "dev": {\n  "a": "x",\n  "b": 1.5,\n  "c": false } }',
    );
    const dev = environments.get('dev');
    assert.deepEqual(
      [...(dev?.values() ?? [])].map(({ name, value, source }) => [name, value, source.line]),
      [
        ['a', 'x', 3],
        ['b', '1.5', 4],
        ['c', 'false', 5],
      ],
    );
    assert.deepEqual(dev?.get('a')?.source, {
      origin: 'environment',
      path: '/a/http-client.env.json',
      line: 3,
      environment: 'dev',
      setting: null,
    });
    assert.deepEqual(diagnostics, []);
  });

  test('may hold comments and trailing commas, and may be empty', () => {
    assert.deepEqual(codes('{ // c\n "dev": { "a": "x", }, }'), []);
    assert.deepEqual(codes(''), []);
  });

  test('WB3002 is at the fault, and what is before it counts', () => {
    const text = '{ "dev": { "a": "x", "b": ??? } }';
    const { environments, diagnostics } = read(text);
    assert.equal(diagnostics[0]?.code, 'WB3002');
    assert.equal(diagnostics[0].range.offset, text.indexOf('???'));
    assert.equal(environments.get('dev')?.get('a')?.value, 'x');
  });

  test('WB3003 is at each value that is no scalar, which is no variable', () => {
    const text =
      '{ "dev": { "a": ["x"], "b": null, "c": { "provider": "AzureKeyVault" }, "d": 1 } }';
    const { environments, diagnostics } = read(text);
    assert.deepEqual(
      diagnostics.map(({ code, args }) => [code, args[0]]),
      [
        ['WB3003', 'a'],
        ['WB3003', 'b'],
        ['WB3006', 'c'],
      ],
    );
    const usable = [...(environments.get('dev')?.values() ?? [])].filter((v) => !v.unusable);
    assert.deepEqual(
      usable.map(({ name }) => name),
      ['d'],
    );
    assert.equal(
      text.slice(diagnostics[0]!.range.offset, diagnostics[0]!.range.endOffset),
      '["x"]',
    );
  });

  test('WB3005 where there is no object of environments', () => {
    assert.deepEqual(codes('[1]'), ['WB3005']);
    assert.deepEqual(codes('"text"'), ['WB3005']);
    assert.deepEqual(codes('{ "dev": 1 }'), ['WB3005']);
  });

  test('configuration of other tools is neither variable nor fault', () => {
    const text = '{ "dev": { "Security": { "Auth": {} }, "SSLConfiguration": {}, "a": "x" } }';
    assert.deepEqual(codes(text), []);
    assert.deepEqual([...(read(text).environments.get('dev')?.keys() ?? [])], ['a']);
  });

  test('nesting without end is a fault, no crash', () => {
    const deep = read(`{"dev":{"a":${'['.repeat(200_000)}`);
    assert.ok(deep.diagnostics.length > 0);
    assert.ok(deep.diagnostics.every(({ code }) => code === 'WB3002' || code === 'WB3003'));
  });

  test('names that objects inherit are plain names', () => {
    const { environments } = read('{ "__proto__": { "constructor": "x" } }');
    assert.equal(environments.get('__proto__')?.get('constructor')?.value, 'x');
    assert.equal(environments.get('toString'), undefined);
  });

  test('private and user files are secret', () => {
    for (const kind of ['private', 'user'] as const) {
      const file = readEnvironmentFile('/a/x', kind, '{ "dev": { "a": "x" } }');
      assert.equal(file.environments.get('dev')?.get('a')?.secret, true);
      assert.equal(file.environments.get('dev')?.get('a')?.source.origin, 'private environment');
    }
    assert.equal(read('{ "dev": { "a": "x" } }').environments.get('dev')?.get('a')?.secret, false);
  });
});

describe('a .env file', () => {
  test('gives secret variables with their line, the last of a name wins', () => {
    const text = '# comment\nA=1\nexport B="two words"\r\nnonsense\nC=\'x\' # y\nA=名前\n';
    const { variables } = readDotenvFile('/a/.env', text);
    assert.deepEqual(
      [...variables.values()].map(({ name, value, secret, source: { line } }) => [
        name,
        value,
        secret,
        line,
      ]),
      [
        ['A', '名前', true, 6],
        ['B', 'two words', true, 3],
        ['C', 'x', true, 5],
      ],
    );
  });
});

describe('environments in settings', () => {
  test('give scalars; all else is no variable', () => {
    const { environments } = readSettingsEnvironments('wirebook.environments', {
      dev: { a: 'x', b: 1, c: [1], d: null },
      $shared: { a: true },
      broken: 3,
    });
    assert.deepEqual([...environments.keys()], ['dev', '$shared', 'broken']);
    assert.deepEqual([...(environments.get('dev')?.keys() ?? [])], ['a', 'b']);
    assert.deepEqual(environments.get('$shared')?.get('a'), {
      name: 'a',
      value: 'true',
      lazy: false,
      secret: false,
      source: {
        origin: 'shared environment',
        path: null,
        line: null,
        environment: null,
        setting: 'wirebook.environments',
      },
    });
    for (const value of [undefined, null, 'text', 7]) {
      assert.equal(readSettingsEnvironments('x', value).environments.size, 0);
    }
  });
});

describe('environment files of a request file', () => {
  const requestPath = `${workspace}/sub/requests.http`;
  const one = '{ "dev": { "a": "1" } }';

  test('are looked for from its folder up to the workspace, the nearest first', async () => {
    const reader = filesInMemory({
      'http-client.env.json': one,
      'http-client.private.env.json': one,
      'sub/http-client.env.json': one,
      'sub/http-client.env.json.user': one,
      '/work-space/http-client.env.json': one,
      'other/http-client.env.json': one,
    });
    const { files } = await loadEnvironments(reader, requestPath, workspace);
    assert.deepEqual(
      files.map(({ path }) => path.slice(workspace.length + 1)),
      [
        'sub/http-client.env.json.user',
        'sub/http-client.env.json',
        'http-client.private.env.json',
        'http-client.env.json',
      ],
    );
  });

  test('come from its own folder alone when it is in no workspace', async () => {
    const reader = filesInMemory({ 'http-client.env.json': one, 'sub/http-client.env.json': one });
    for (const root of [null, '/elsewhere', `${workspace}/sub/deeper`]) {
      const { files } = await loadEnvironments(reader, requestPath, root);
      assert.deepEqual(
        files.map(({ path }) => path),
        [`${workspace}/sub/http-client.env.json`],
      );
    }
  });

  test('offer each name once, and no shared one', async () => {
    const reader = filesInMemory({
      'http-client.env.json': '{ "$shared": {}, "dev": {}, "prod": {} }',
      'sub/http-client.env.json': '{ "dev": {}, "test": {} }',
    });
    const { names } = await loadEnvironments(reader, requestPath, workspace);
    assert.deepEqual(names, ['dev', 'test', 'prod']);
  });

  test('and those of settings can be chosen; .env.<name> is read for the chosen one', async () => {
    const reader = filesInMemory({
      '.env': 'A=far\nB=far',
      'sub/.env': 'A=near',
      'sub/.env.dev': 'A=near dev',
      'sub/http-client.env.json': one,
    });
    const settings = [readSettingsEnvironments('wirebook.environments', { stage: {}, dev: {} })];
    const load = (environment: string | null) =>
      loadEnvironments(reader, requestPath, workspace, { environment, settings });
    assert.deepEqual((await load(null)).names, ['dev', 'stage']);
    assert.deepEqual(paths(await load('dev')), ['sub/.env.dev', 'sub/.env', '.env']);
    assert.deepEqual(paths(await load('../dev')), ['sub/.env', '.env']);
  });

  test('may all be missing', async () => {
    const set = await loadEnvironments(filesInMemory({}), requestPath, workspace);
    assert.deepEqual(set, { files: [], settings: [], dotenv: [], names: [] });
  });
});
