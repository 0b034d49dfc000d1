import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkVariables } from '../../../src/core/variables/checkVariables.ts';
import { parseText, prepareContext } from '../../support/requestFiles.ts';

async function circlesOf(text: string): Promise<string[]> {
  const found = checkVariables(parseText(text), await prepareContext());
  return found.map(({ code, args, range }) => [code, range.line, ...args].join(' '));
}

describe('requests that need each other', () => {
  test('WB2017 names the circle at each place that closes it', async () => {
    const text =
      '# @name a\nGET http://h/{{b.response.status}}\n###\n# @name b\n# @ref c\nGET http://h\n###\n# @name c\n@v = {{a.response.status}}\nGET http://h/{{v}}';
    assert.deepEqual(await circlesOf(text), [
      'WB2017 2 a a → b → c → a',
      'WB2017 5 b b → c → a → b',
      'WB2017 10 c c → a → b → c',
    ]);
  });

  test('a request may not need itself, but two may need a third', async () => {
    assert.deepEqual(await circlesOf('# @name a\n# @forceRef a\nGET http://h'), [
      'WB2017 2 a a → a',
    ]);
    assert.deepEqual(await circlesOf('### a\nrun #b\n### b\nrun #a (@x={{y}})\n\nGET http://h'), [
      'WB2001 4 y',
      'WB2017 2 a a → b → a',
      'WB2017 4 b b → a → b',
    ]);
    const text =
      '# @ref c\nGET http://h/{{b.response.status}}\n### b\n# @ref c\nGET http://h\n### c\nGET http://h';
    assert.deepEqual(await circlesOf(text), []);
  });

  test('WB2006 for names that are no requests, in references and directives', async () => {
    assert.deepEqual(await circlesOf('# @ref x\nrun #z\nGET http://h/{{y.response.body.*}}'), [
      'WB2006 1 x',
      'WB2006 2 #z',
      'WB2006 3 y.response.body.*',
    ]);
  });
});
