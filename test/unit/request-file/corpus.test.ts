import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseReports } from '../../../src/core/request-file/parseReport.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { corpus, dialects } from '../../support/corpus.ts';
import { textOfTokens } from './treeText.ts';

const updating = process.env['UPDATE_GOLDENS'] === '1';
/** What Wirebook cannot do and says so: HTTP/3 of Visual Studio. */
const rightErrors: Record<string, string[]> = {
  'visual-studio/http-version.http': ['WB1018'],
  'visual-studio/overview.http': ['WB1018'],
};

/** The blocks of a file without a request; where the file has requests, their reports hold them. */
function sharedBlocks(path: string) {
  const found = corpus.find(({ dialect, name }) => `${dialect}/${name}` === path);
  assert.ok(found);
  return parseRequestFile(found.text).blocks.filter(({ request }) => request === null);
}

describe('files of each dialect', () => {
  for (const { dialect, name, text, goldenPath } of corpus) {
    test(`${dialect}/${name} is understood as expected`, () => {
      const file = parseRequestFile(text, { path: name });
      const lines = parseReports(file).map((report) => `${JSON.stringify(report)}\n`);
      if (updating) writeFileSync(goldenPath, lines.join(''));
      assert.deepEqual(lines.join('').split('\n'), readFileSync(goldenPath, 'utf8').split('\n'));
      assert.equal(textOfTokens(file, text), text);
    });
  }

  test('are read also where no report can say so: without any request, and a title alone', () => {
    const [shared] = sharedBlocks('wirebook/only-shared.http');
    const variables = shared?.variables.map(({ name, cooked }) => [name.text, cooked]);
    assert.deepEqual(variables, [
      ['a', '1'],
      ['b', '{{a}}2'],
    ]);
    const titles = sharedBlocks('visual-studio/commented-out.http').map(({ title }) => title?.text);
    assert.deepEqual(titles, ['Get one, not now', undefined]);
  });

  test('are met with no false error', () => {
    for (const { dialect, name, text } of corpus.filter((file) =>
      dialects.includes(file.dialect),
    )) {
      const errors = parseRequestFile(text).diagnostics.filter(
        ({ severity }) => severity === 'error',
      );
      const codes = errors.map(({ code }) => code);
      assert.deepEqual(codes, rightErrors[`${dialect}/${name}`] ?? [], `${dialect}/${name}`);
    }
  });

  test('are many, of every dialect', () => {
    assert.ok(corpus.length >= 120, `${corpus.length} files`);
    for (const dialect of dialects) {
      const count = corpus.filter((file) => file.dialect === dialect).length;
      assert.ok(count >= 10, `${dialect} has ${count} files`);
    }
  });
});
