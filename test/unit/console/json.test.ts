import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { looksLikeJson, readJson } from '../../../src/console/json/jsonDocument.ts';
import { JsonLineBuilder, keptNodes, leafText } from '../../../src/console/json/jsonLines.ts';
import type { FoldKey, JsonLine } from '../../../src/console/json/jsonLines.ts';
import { parseFilter } from '../../../src/console/log/filterText.ts';

function linesOf(text: string, toggled: FoldKey[] = [], filter = ''): JsonLine[] {
  const { root } = readJson(text);
  assert.ok(root);
  const { matcher } = parseFilter(filter);
  const kept = matcher ? keptNodes(text, root, matcher).kept : null;
  return new JsonLineBuilder(text, new Set(toggled), kept).lines(root);
}

function shown(text: string, filter: string): string[] {
  return linesOf(text, [], filter).map(
    ({ name, kind, node }) => `${name ?? ''}:${kind === 'leaf' ? leafText(text, node) : kind}`,
  );
}

describe('JSON document', () => {
  test('a number keeps every digit it was written with', () => {
    const text = '{"id":12345678901234567890,"e":1.50e+3}';
    const leaves = linesOf(text).filter(({ kind }) => kind === 'leaf');
    assert.deepEqual(
      leaves.map(({ node }) => leafText(text, node)),
      ['12345678901234567890', '1.50e+3'],
    );
  });

  test('names keep their order and may repeat', () => {
    assert.deepEqual(shown('{"2":1,"1":2,"2":3}', ''), [':open', '2:1', '1:2', '2:3', ':close']);
  });

  test('escapes of letters are undone, control characters are not', () => {
    const text = '["\\u738b\\n\\u0000"]';
    assert.equal(leafText(text, readJson(text).root!.children![0]!), '"王\\n\\u0000"');
  });

  test('the first fault has a line and a column', () => {
    const { error, root } = readJson('{\n  "a": 1,\n  "b": oops\n}');
    assert.deepEqual({ line: error?.line, column: error?.column }, { line: 3, column: 8 });
    assert.equal(root?.type, 'object');
  });

  test('a comment is a fault: this is no configuration file', () => {
    assert.ok(readJson('[1] // no').error);
  });

  test('a text cut off is shown as far as it goes', () => {
    assert.ok(shown('{"a":[1,2,{"b":"c', '').includes(':2'));
  });

  test('hostile nesting is refused without an overflow', () => {
    assert.equal(readJson('['.repeat(1_000_000)).tooDeep, true);
    assert.equal(readJson(`"${'['.repeat(1000)}"`).tooDeep, false);
  });

  test('no text whatever makes it throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readJson(text)));
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), (json, cut) => {
        readJson(json.slice(0, cut % json.length));
      }),
    );
  });

  test('every JSON value reads without a fault', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 3 }), (json) => readJson(json).error === null));
  });

  test('only objects and arrays look like JSON by themselves', () => {
    assert.deepEqual(['{', ' [1]', '"a"', '42', 'x'].map(looksLikeJson), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('JSON lines', () => {
  test('commas stand after every value but the last', () => {
    const commas = linesOf('[1,[2],3]').map(({ kind, comma }) => [kind, comma]);
    assert.deepEqual(commas, [
      ['open', false],
      ['leaf', true],
      ['open', false],
      ['leaf', false],
      ['close', true],
      ['leaf', false],
      ['close', false],
    ]);
  });

  test('a folded container is one line', () => {
    const { root } = readJson('{"a":[1,2]}');
    const array = root!.children![0]!.children![1]!;
    const lines = new JsonLineBuilder('{"a":[1,2]}', new Set([array]), null).lines(root!);
    assert.deepEqual(
      lines.map(({ kind }) => kind),
      ['open', 'folded', 'close'],
    );
  });

  test('a long array folds into chunks of a hundred, the first one open', () => {
    const text = JSON.stringify(Array.from({ length: 250 }, (_, index) => index));
    const lines = linesOf(text);
    const chunks = lines.filter(({ kind }) => kind === 'chunk');
    assert.deepEqual(
      chunks.map(({ range, isOpen }) => [range!.first, range!.last, isOpen]),
      [
        [0, 99, true],
        [100, 199, false],
        [200, 249, false],
      ],
    );
    assert.equal(lines.length, 1 + 3 + 100 + 1);
    assert.equal(linesOf(text, [chunks[2]!.fold!]).length, lines.length + 50);
  });

  test('a long array costs only what is open', () => {
    const text = `[${'0,'.repeat(199_999)}0]`;
    assert.equal(linesOf(text).length, 1 + 2000 + 100 + 1);
  });

  test('a filter keeps what matches in names and values, and what it stands in', () => {
    const text = '{"a":{"x":1,"tea":2},"b":["tea","milk"],"c":3}';
    assert.deepEqual(shown(text, 'tea'), [
      ':open',
      'a:open',
      'tea:2',
      ':close',
      'b:open',
      ':"tea"',
      ':close',
      ':close',
    ]);
  });

  test('a filter counts its matches', () => {
    const text = '{"tea":"tea","x":[1,"TEA"]}';
    const { count } = keptNodes(text, readJson(text).root!, parseFilter('tea').matcher!);
    assert.equal(count, 3);
  });
});
