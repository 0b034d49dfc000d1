import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { EditedRequestFile } from '../../../src/core/request-file/editedRequestFile.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import type { RequestBlock, RequestFile } from '../../../src/core/request-file/requestFile.ts';
import { corpus } from '../../support/corpus.ts';

/** Everything a tree says, as plain objects. */
function contentOf({ path, blocks, diagnostics }: RequestFile): unknown {
  return { path, blocks: blocks.map(partsOf), diagnostics };
}

function partsOf(block: RequestBlock): RequestBlock {
  const { separator, title, name, directives, variables, request } = block;
  const { handlers, range, tokens, diagnostics } = block;
  const parts = { separator, title, name, directives, variables, request };
  return { ...parts, handlers, range, tokens, diagnostics };
}

function assertSame(edited: EditedRequestFile, text: string): void {
  const expected = contentOf(parseRequestFile(text, { path: 'a.http' }));
  assert.deepEqual(contentOf(edited.update(text)), expected, JSON.stringify(text));
}

const typed = fc.constantFrom(
  '#',
  '###',
  '### x\n',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  'a',
  '{',
  '}',
  '@a = 1\n',
  '# @name twice\n',
  '# @forceRegionDelimiter\n',
  'GET http://x\n',
  '\uFEFF',
  "curl 'x",
  '> {%\n',
  '%}\n',
  '{{\n',
  '}}\n',
  '===\n',
  '/*\n',
  '*/\n',
  '',
  '  ',
  'A: b\n',
);
const edit = fc.tuple(fc.nat(), fc.oneof(fc.constant(0), fc.nat(12)), typed);
const start = fc.array(fc.constantFrom(...corpus.map(({ text }) => text)), {
  minLength: 1,
  maxLength: 3,
});

describe('a file that is edited', () => {
  test('has the tree that reading it as a whole gives, after any edits', () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(start, edits, (texts, changes) => {
        let text = texts.join('\n###\n');
        const edited = new EditedRequestFile('a.http');
        assertSame(edited, text);
        for (const [at, removed, inserted] of changes) {
          const index = at % (text.length + 1);
          text = text.slice(0, index) + inserted + text.slice(index + removed);
          assertSame(edited, text);
        }
      }),
      { numRuns: 400 },
    );
  });

  const cases: [what: string, before: string, after: string][] = [
    [
      'an end far below, of a script that begins above',
      'GET http://a\n\n> {%\n\n### b\n\n### c\n\nx',
      'GET http://a\n\n> {%\n\n### b\n\n### c\n\n%}',
    ],
    [
      'a comment that begins above an end far below',
      'GET http://a\n\n### b\nGET http://b\n\n### c\n*/\nGET http://c',
      'GET http://a\n\n/*\n### b\nGET http://b\n\n### c\n*/\nGET http://c',
    ],
    [
      'a separator that loses a sign',
      '### a\nGET http://a\n### b\nGET http://b',
      '### a\nGET http://a\n## b\nGET http://b',
    ],
    ['a separator that leaves its line', '### a\nx\n### b\n', '### a\nx### b\n'],
    [
      'a separator that is typed',
      '### a\nGET http://a\n##\nGET http://b',
      '### a\nGET http://a\n###\nGET http://b',
    ],
    ['a line break that becomes two characters', 'a\r### b\n### c', 'a\r\n### b\n### c'],
    ['a name given twice', '# @name a\n###\n# @name b\n###\n', '# @name a\n###\n# @name a\n###\n'],
    ['everything deleted', '### a\n### b', ''],
    ['a byte order mark', '### a\n### b', '\uFEFF### a\n### b'],
  ];
  for (const [what, before, after] of cases) {
    test(`reads ${what}, and back`, () => {
      const edited = new EditedRequestFile('a.http');
      for (const text of [before, after, before, after]) assertSame(edited, text);
    });
  }

  test('leaves trees given out earlier as they are', () => {
    const edited = new EditedRequestFile('a.http');
    const before = '### a\nGET http://a\n\n### b\nGET http://b\n';
    const tree = edited.update(before);
    edited.update(`x\n${before}`);
    assert.deepEqual(contentOf(tree), contentOf(parseRequestFile(before, { path: 'a.http' })));
  });

  test('keeps the blocks that did not move', () => {
    const edited = new EditedRequestFile('a.http');
    const first = edited.update('### a\nGET http://a\n\n### b\nGET http://b\n').blocks[0];
    assert.equal(edited.update('### a\nGET http://a\n\n### b\nGET http://bc\n').blocks[0], first);
  });
});
