import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { compatibilityPage } from '../../../scripts/compatibilityPage.ts';

test('docs/compatibility.md says what the corpus shows', async () => {
  const page = await readFile(new URL('../../../docs/compatibility.md', import.meta.url), 'utf8');
  assert.equal(page, compatibilityPage(), 'run npm run docs:compatibility');
});
