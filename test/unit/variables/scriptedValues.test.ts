import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkVariables } from '../../../src/core/variables/checkVariables.ts';
import { explainVariables } from '../../../src/core/variables/explainVariables.ts';
import type { VariableOrder } from '../../../src/core/variables/scope.ts';
import {
  nothingScripted,
  type ScriptedValues,
} from '../../../src/core/variables/scriptedValues.ts';
import { noGlobals } from '../../../src/core/scripts/script.ts';
import { prepared } from '../runner/preparing.ts';
import { parseText, prepareContext, requestAt } from '../../support/requestFiles.ts';

const scripts = {
  runScript: async () => ({
    tests: [],
    logs: [],
    globals: noGlobals,
    variables: {},
    fault: null,
    isListening: false,
  }),
  scriptGlobals: async () => ({
    values: { token: 't-1', object: { a: [1] }, host: 'script.example' },
    headers: { 'X-Kept': '{{token}}' },
  }),
};

describe('variables that scripts set', () => {
  test('are known in the file that sets them, and have no value before it ran', async () => {
    const file = parseText(
      `GET http://a.example/{{token}}/{{own}}/{{other}}\n\n> {% client.global.set("token", 1); request.variables.set('own', 2) %}\n`,
    );
    const found = checkVariables(file, await prepareContext());
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [
        ['WB2020', 'information'],
        ['WB2020', 'information'],
        ['WB2001', 'error'],
      ],
    );
  });

  test('may come from a script in a file of its own', async () => {
    for (const [script, code] of [
      ['before.js', 'WB2020'],
      ['before.lua', 'WB2001'],
    ]) {
      const file = parseText(`< ./${script}\nGET http://a.example/{{token}}/{{user.name}}\n`);
      const found = checkVariables(file, await prepareContext());
      assert.deepEqual(
        found.map((problem) => problem.code),
        [code, code],
      );
    }
  });

  test('hold in other requests, objects as JSON, and yield to the file', async () => {
    const { url, headers } = await prepared(
      '@host = a.example\nGET http://{{host}}/{{token}}\nX: {{object}}\n',
      { context: { scripts } },
    );
    assert.equal(url, 'http://a.example/t-1');
    assert.deepEqual(headers, [
      ['X', '{"a":[1]}'],
      ['X-Kept', 't-1'],
    ]);
  });

  test('headers of scripts yield to those that are written', async () => {
    const { headers } = await prepared('GET http://a.example\nx-kept: own\n', {
      context: { scripts },
    });
    assert.deepEqual(headers, [['x-kept', 'own']]);
  });

  test('stand between environment and file in the order of JetBrains, those of the request behind the file', async () => {
    const files = { 'http-client.env.json': '{ "dev": { "e": "env" } }' };
    const scripted: ScriptedValues = {
      ...nothingScripted,
      variables: new Map([
        ['f', 'request'],
        ['r', 'request'],
      ]),
      globals: new Map([
        ['e', 'global'],
        ['f', 'global'],
      ]),
    };
    const text = '@f = file\n@r = file\nGET http://a.example/{{e}}/{{f}}/{{r}}\n';
    const urlIn = async (order: VariableOrder) => {
      const context = { ...(await prepareContext(files)), environment: 'dev', scripted, order };
      const file = parseText(text);
      const explained = explainVariables(file, requestAt(file), context);
      return explained.map(({ value }) => value);
    };
    assert.deepEqual(await urlIn('jetbrains'), ['env', 'global', 'file']);
    assert.deepEqual(await urlIn('wirebook'), ['env', 'request', 'request']);
  });

  test('of the request itself win over the file', async () => {
    const file = parseText('@a = file\nGET http://{{a}}.example\n');
    const scripted: ScriptedValues = {
      ...nothingScripted,
      variables: new Map([['a', 'script']]),
    };
    assert.deepEqual(checkVariables(file, { ...(await prepareContext()), scripted }), []);
  });
});
