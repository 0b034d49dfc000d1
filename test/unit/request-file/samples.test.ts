import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseReports } from '../../../src/core/request-file/parseReport.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { textOfTokens } from './treeText.ts';

const folder = join(import.meta.dirname, 'samples');
const names = readdirSync(folder).filter((name) => /\.(?:http|ws)$/.test(name));
const updating = process.env['UPDATE_GOLDENS'] === '1';

describe('sample files of each dialect', () => {
  for (const name of names) {
    test(`${name} is understood as its golden says`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const golden = join(folder, `${name}.jsonl`);
      const reports = parseReports(parseRequestFile(text, { path: name }));
      const lines = reports.map((report) => `${JSON.stringify(report)}\n`).join('');
      if (updating) writeFileSync(golden, lines);
      assert.deepEqual(lines.split('\n'), readFileSync(golden, 'utf8').split('\n'));
    });

    test(`the tokens of ${name} are its text`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      assert.equal(textOfTokens(parseRequestFile(text), text), text);
    });
  }

  test('no dialect is met with an error', () => {
    const dialects = names.filter((name) => !name.startsWith('faulty'));
    for (const name of dialects) {
      const { diagnostics } = parseRequestFile(readFileSync(join(folder, name), 'utf8'));
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      const expected = name === 'visual-studio.http' ? ['WB1018'] : [];
      assert.deepEqual(
        errors.map(({ code }) => code),
        expected,
        name,
      );
    }
  });
});
