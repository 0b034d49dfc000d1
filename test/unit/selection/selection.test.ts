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
