import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { selectJson } from '../../../src/core/selection/selectJson.ts';
import { selectXml } from '../../../src/core/selection/selectXml.ts';

describe('JSONPath', () => {
  const text = JSON.stringify({
    a: [{ id: 7, name: '书' }, { id: 8 }],
    'x-y': true,
    none: null,
    'two words': 'found',
    '@type': 'book',
    $id: { x: 1 },
  });
  const values: [path: string, found: string][] = [
    ['$.a[0].id', '7'],
    ['a[0].name', '书'],
    ['$.a[-1]', '{"id":8}'],
    ['$.a[?(@.id == 8)].id', '8'],
    ['$.a[?@.id > 7].id', '8'],
    ['$..name', '书'],
    ["$['two words']", 'found'],
    ['$.x-y', 'true'],
    ['$.none', 'null'],
    ['$.@type', 'book'],
    ['$.$id.x', '1'],
    ['$..x', '1'],
    ['[a]', 'path'],
    ['$', text],
  ];
  for (const [path, found] of values.filter(([, value]) => value !== 'path')) {
    test(`${path} is ${found}`, () => assert.deepEqual(selectJson(text, path), { found }));
  }

  const written = `{ "id": 12345678901234567890, "f": 1.0,\t"e" :1e3 , "n": -0,
    "list": [ { "id": 9007199254740993, "s": "a \\"} ]" }, [ ], 1E400 ],
    "same": { "x": 1 }, "same": [7], "same": 2.50,
    "twice": [{ "x": 1.0 }], "twice": { "x": 2.0, "y": [ "]", 3.0 ] }, "\\u0061": 0.10, "__proto__": { "x": 3.0 } }`;
  const exact: [path: string, found: string][] = [
    ['$.id', '12345678901234567890'],
    ['$.f', '1.0'],
    ['$.e', '1e3'],
    ['$.n', '-0'],
    ['$.list[0].id', '9007199254740993'],
    ['$.list[?@.s].id', '9007199254740993'],
    ['$..list[0]', '{"id":9007199254740993,"s":"a \\"} ]"}'],
    ['$.list[-1]', '1E400'],
    ['$.list[1]', '[]'],
    ['$.list', '[{"id":9007199254740993,"s":"a \\"} ]"},[],1E400]'],
    ['$.same', '2.50'],
    ['$.twice.x', '2.0'],
    ['$.twice.y[1]', '3.0'],
    ['$.a', '0.10'],
    ['$["__proto__"].x', '3.0'],
  ];
  for (const [path, found] of exact) {
    test(`numbers stay as they stand in the document: ${path} is ${found}`, () => {
      assert.deepEqual(selectJson(written, path), { found });
      assert.deepEqual(selectJson(`\uFEFF\n${written}\n`, path), { found });
    });
  }

  test('a value nested deeper than the stack reaches is found too', () => {
    const nested = `${'['.repeat(100_000)}1.0${']'.repeat(100_000)}`;
    assert.deepEqual(selectJson(`{ "a": ${nested} }`, '$.a'), { found: nested });
  });

  test('a document may begin with a byte order mark, and be a plain value or a list', () => {
    assert.deepEqual(selectJson('\uFEFF[1,2]', '$[1]'), { found: '2' });
    assert.deepEqual(selectJson('[1,2]', '[1]'), { found: '2' });
    assert.deepEqual(selectJson('"text"', '$'), { found: 'text' });
  });

  test('says whether the value, the document or the path is at fault', () => {
    assert.deepEqual(selectJson(text, '$.b'), { problem: 'nothing' });
    assert.deepEqual(selectJson('<a/>', '$.b'), { problem: 'document', wanted: 'JSON' });
    const broken = selectJson(text, '$[');
    assert.ok('problem' in broken && broken.problem === 'path');
  });

  test('runs no code, and survives a document nested without end', () => {
    const code = selectJson('{"a":1}', '$[?(process.exit(9))]');
    assert.ok('problem' in code);
    const nested = `${'['.repeat(5000)}1${']'.repeat(5000)}`;
    assert.ok(selectJson(nested, '$..x'));
  });
});

describe('XPath', () => {
  const text =
    '<s:order xmlns:s="urn:shop" xmlns:p="urn:p"><s:id n="1">七</s:id><p:line>a<b>c</b></p:line></s:order>';
  const values: [path: string, found: string][] = [
    ['/s:order/s:id', '七'],
    ['//s:id/@n', '1'],
    ['//p:line', 'ac'],
    ['//b/text()', 'c'],
    ['count(//*)', '4'],
    ["string(//*[local-name()='id'])", '七'],
    ['//s:id > 3', 'false'],
  ];
  for (const [path, found] of values) {
    test(`${path} is ${found}`, () => assert.deepEqual(selectXml(text, path), { found }));
  }

  test('says whether the value, the document or the path is at fault', () => {
    assert.deepEqual(selectXml(text, '//none'), { problem: 'nothing' });
    assert.deepEqual(selectXml('{"a":1}', '//a'), { problem: 'document', wanted: 'XML' });
    for (const path of ['//[', '//q:id']) {
      const broken = selectXml(text, path);
      assert.ok('problem' in broken && broken.problem === 'path', path);
    }
  });

  test('expands no entity that a document defines', () => {
    const bomb =
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]><a>&x;&y;</a>';
    const result = selectXml(bomb, '/a');
    assert.ok(!('found' in result) || !/root|yyyy/.test(result.found));
  });
});
