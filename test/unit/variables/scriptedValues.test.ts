import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkVariables } from '../../../src/core/variables/checkVariables.ts';
import type { ScriptedValues } from '../../../src/core/variables/scriptedValues.ts';
import { prepared } from '../runner/preparing.ts';
import { parseText, prepareContext } from '../../support/requestFiles.ts';

const scripts = {
  runScript: async () => ({
    tests: [],
    logs: [],
    globals: {},
    variables: {},
    fault: null,
    isListening: false,
  }),
  scriptGlobals: async () => ({ token: 't-1', object: { a: [1] }, host: 'script.example' }),
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

  test('hold in other requests, objects as JSON, and yield to the file', async () => {
    const { url, headers } = await prepared(
      '@host = a.example\nGET http://{{host}}/{{token}}\nX: {{object}}\n',
      { context: { scripts } },
    );
    assert.equal(url, 'http://a.example/t-1');
    assert.deepEqual(headers, [['X', '{"a":[1]}']]);
  });

  test('of the request itself win over the file', async () => {
    const file = parseText('@a = file\nGET http://{{a}}.example\n');
    const scripted: ScriptedValues = { variables: new Map([['a', 'script']]), globals: new Map() };
    assert.deepEqual(checkVariables(file, { ...(await prepareContext()), scripted }), []);
  });
});
