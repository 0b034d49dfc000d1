import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parseReports } from '../../../src/core/request-file/parseReport.ts';
import {
  parseRequestFile,
  readRequestFile,
} from '../../../src/core/request-file/parseRequestFile.ts';
import type { RequestFile } from '../../../src/core/request-file/requestFile.ts';
import type { TextRange } from '../../../src/core/request-file/textRange.ts';
import { corpus } from '../../support/corpus.ts';
import { textOfTokens } from './treeText.ts';

const samples = corpus.map(({ text }) => text);

/** Lines that mean something somewhere, in any order. */
const tellingLines = [
  ...new Set(samples.flatMap((sample) => sample.split('\n'))),
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
];
const telling = fc.constantFrom(...tellingLines);
const breaks = ['\n', '\n', '\n', '\r\n', '\r', '\n\n', ''];
const damages = [
  '\0',
  '\uD800',
  '#',
  '"',
  "'",
  '{{',
  '}}',
  '\\',
  ' ',
  '\t',
  '\u00a0',
  '@',
  '<',
  '>',
  '=',
  ':',
];
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

/** The tokens stand side by side from the first character to the last. */
function checkTokens(text: string): void {
  let offset = 0;
  for (const { tokens } of parseRequestFile(text).blocks) {
    for (const token of tokens) {
      if (token.offset !== offset || token.endOffset <= offset) throw new RangeError(`${offset}`);
      offset = token.endOffset;
    }
  }
  if (offset !== text.length) throw new RangeError(`${offset} of ${text.length}`);
}

/** Random whole numbers below a limit: a linear congruential generator, repeatable by its seed. */
function chooser(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** One to six lines that mean something somewhere, some of them damaged. */
function smallFile(choose: (limit: number) => number): string {
  let text = '';
  for (let lines = choose(6); lines >= 0; lines -= 1) {
    const line = tellingLines[choose(tellingLines.length)] ?? '';
    const at = choose(line.length + 1);
    const damage = choose(4) === 0 ? (damages[choose(damages.length)] ?? '') : '';
    text +=
      line.slice(0, at) +
      damage +
      line.slice(at + damage.length) +
      (breaks[choose(breaks.length)] ?? '');
  }
  return text;
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
      numRuns: 1000,
    });
  });

  test('telling lines in any order give tokens that are the text', () => {
    fc.assert(fc.property(fileOfLines, checkTree), { numRuns: 2000 });
  });

  test('samples with random edits give tokens that are the text', () => {
    fc.assert(fc.property(mutated, checkTree), { numRuns: 500 });
  });

  test('a file cut anywhere gives tokens that are the text', () => {
    for (const sample of samples) {
      for (let end = 0; end < sample.length; end += 97) checkTree(sample.slice(0, end));
    }
  });

  test('a hundred thousand small files give tokens that follow each other to the end', () => {
    const seed = Date.now() >>> 0;
    const choose = chooser(seed);
    for (let count = 0; count < 100_000; count += 1) {
      const text = smallFile(choose);
      try {
        checkTokens(text);
      } catch (failure) {
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: failure });
      }
    }
  });

  test('what a block is does not depend on the blocks above it, unless something is left open', () => {
    fc.assert(
      fc.property(fileOfLines, fileOfLines, (above, below) => {
        fc.pre(!/force/i.test(above) && !readRequestFile(above, null).hasOpenEnd);
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
