import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parseReports } from '../../../src/core/request-file/parseReport.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import type { RequestFile } from '../../../src/core/request-file/requestFile.ts';
import type { TextRange } from '../../../src/core/request-file/textRange.ts';
import { textOfTokens } from './treeText.ts';

const folder = join(import.meta.dirname, 'samples');
const samples = readdirSync(folder)
  .filter((name) => /\.(?:http|ws)$/.test(name))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

/** Lines that mean something somewhere, in any order. */
const telling = fc.constantFrom(
  ...samples.flatMap((sample) => sample.split('\n')),
  '/*',
  '*/',
  '> {%',
  '%}',
  '{{',
  '}}',
  '===',
  '=== send hex',
  '< ./file',
  '<@ file',
  '###',
  '',
  'HTTP/1.1 200 OK',
  'GET /x',
  'WS x',
  'ws://x',
  ' indented',
  '\uFEFF',
  '\0',
  '\uD800',
  '@',
  '@ = 1',
  '# @',
  '# @name',
  '????',
  '?? x',
  '<> x',
  '>> x',
  '...x',
  ':',
  ': x',
  'a : b',
  '{',
  '[',
  '"',
  "'",
);
const lineBreak = fc.constantFrom('\n', '\n', '\r\n', '\r');
const fileOfLines = fc
  .array(fc.tuple(telling, lineBreak), { maxLength: 40 })
  .map((lines) => lines.flat().join(''));
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.string({ unit: 'binary', maxLength: 8 })), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([sample, edits]) => edits.reduce(edit, sample));

function edit(text: string, [at, removed, inserted]: [number, number, string]): string {
  const index = at % (text.length + 1);
  return text.slice(0, index) + inserted + text.slice(index + removed);
}

/** Everything that must hold of any tree. */
function checkTree(text: string): void {
  const file = parseRequestFile(text, { path: 'any.http' });
  assert.equal(textOfTokens(file, text), text);
  checkSpaces(file, text);
  const places = placesOf(text);
  for (const range of rangesOf(file)) checkRange(range, places);
  for (const report of parseReports(file)) assert.ok(report.line >= 1);
}

function checkSpaces(file: RequestFile, text: string): void {
  for (const block of file.blocks) {
    for (const { kind, offset, endOffset } of block.tokens) {
      if (kind === 'space') assert.equal(text.slice(offset, endOffset).trim(), '');
    }
  }
}

function rangesOf(file: RequestFile): TextRange[] {
  return file.blocks.flatMap((block) => [
    block.range,
    ...block.tokens,
    ...block.diagnostics.map(({ range }) => range),
    ...(block.request === null ? [] : [block.request.range, block.request.lineRange]),
  ]);
}

/** Lines and columns say the same as the offsets. */
function checkRange(range: TextRange, places: readonly Place[]): void {
  assert.ok(range.offset <= range.endOffset);
  assert.deepEqual([range.line, range.column], places[range.offset]);
  assert.deepEqual([range.endLine, range.endColumn], places[range.endOffset]);
}

type Place = [line: number, column: number];

/** Line and column of every offset, counted character by character. */
function placesOf(text: string): Place[] {
  let [line, column] = [1, 1];
  const places: Place[] = [];
  for (let offset = 0; offset <= text.length; offset += 1) {
    places.push([line, column]);
    const ends = text[offset] === '\n' || (text[offset] === '\r' && text[offset + 1] !== '\n');
    [line, column] = ends ? [line + 1, 1] : [line, column + 1];
  }
  return places;
}

describe('any text has a tree', () => {
  test('random text gives tokens that are the text, and never an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), checkTree), {
      numRuns: 5000,
    });
  });

  test('telling lines in any order give tokens that are the text', () => {
    fc.assert(fc.property(fileOfLines, checkTree), { numRuns: 5000 });
  });

  test('samples with random edits give tokens that are the text', () => {
    fc.assert(fc.property(mutated, checkTree), { numRuns: 2000 });
  });

  test('a file cut anywhere gives tokens that are the text', () => {
    for (const sample of samples) {
      for (let end = 0; end < sample.length; end += 97) checkTree(sample.slice(0, end));
    }
  });

  test('what a block is does not depend on the blocks above it', () => {
    fc.assert(
      fc.property(fileOfLines, fileOfLines, (above, below) => {
        fc.pre(!/force/i.test(above));
        const alone = parseReports(parseRequestFile(`###\n${below}`));
        const both = parseReports(parseRequestFile(`${above}\n###\n${below}`));
        const strip = ({ kind, method, url, headers, body, messages }: (typeof both)[number]) => ({
          kind,
          method,
          url,
          headers,
          body,
          messages,
        });
        const tail = alone.length === 0 ? [] : both.slice(-alone.length);
        assert.deepEqual(tail.map(strip), alone.map(strip));
      }),
      { numRuns: 300 },
    );
  });
});
