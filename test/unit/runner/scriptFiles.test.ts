import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noGlobals } from '../../../src/core/scripts/script.ts';
import { failureOf } from './preparing.ts';

const scripts = {
  runScript: () => assert.fail('a script was run'),
  scriptGlobals: async () => noGlobals,
};

async function refusal(handler: string): Promise<string[]> {
  const files = { 'sub/folder.js/a.txt': 'x' };
  const text = `GET http://a.example\n\n${handler}\n`;
  const { code, params } = await failureOf(text, { files, context: { scripts } });
  return [code, params['path']?.replace(/.*\//, '') ?? ''];
}

describe('the file of a script', () => {
  test('that is not there, or that it imports, is told as the script', async () => {
    assert.deepEqual(await refusal('> ./none.js'), ['WB_SCRIPT_FILE_MISSING', 'none.js']);
    const imported = await refusal(`> {% import './none.js' %}`);
    assert.deepEqual(imported, ['WB_SCRIPT_FILE_MISSING', 'none.js']);
  });

  test('that is a folder is refused as the script', async () => {
    assert.deepEqual(await refusal('> ./folder.js'), ['WB_SCRIPT_FILE_REFUSED', 'folder.js']);
  });
});
