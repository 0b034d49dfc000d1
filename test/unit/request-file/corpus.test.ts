import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** What `parse --json` has no line for: a block without a request, where it holds anything. */
function sharedBlocks(dialect: string, name: string, text: string): string[] {
  return parseRequestFile(text, { path: name })
    .blocks.filter(({ request }) => request === null)
    .map(({ range, title, directives, variables, handlers, diagnostics }) => ({
      title: title?.text ?? null,
      directives: directives.map((each) => [each.name, each.value?.text ?? '']),
      variables: variables.map((each) => [each.name.text, each.cooked]),
      handlers: handlers.map((each) => [each.kind, each.position, each.range.line]),
      diagnostics: diagnostics.map((each) => [each.code, each.range.line]),
      lines: [range.line, range.endLine],
    }))
    .filter(({ title, directives, variables, handlers, diagnostics }) =>
      [title ?? '', directives, variables, handlers, diagnostics].some(({ length }) => length > 0),
    )
    .map((block) => JSON.stringify({ file: `${dialect}/${name}`, ...block }));
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

  test('share what stands in blocks without a request', () => {
    const path = join(import.meta.dirname, 'sharedBlocks.jsonl');
    const lines = corpus.flatMap(({ dialect, name, text }) => sharedBlocks(dialect, name, text));
    if (updating) writeFileSync(path, `${lines.join('\n')}\n`);
    assert.deepEqual(lines, readFileSync(path, 'utf8').trimEnd().split('\n'));
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
