import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { composerProblem, utf8Length } from '../../../src/console/composer/composerInput.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('composer', () => {
  test('JSON that is not valid says where', () => {
    assert.equal(composerProblem('json', '{"a":1}'), null);
    assert.equal(composerProblem('json', '42'), null);
    assert.equal(composerProblem('json', '{"a":'), 'Not valid JSON: line 1, column 6.');
    assert.equal(composerProblem('json', '{\n"a" 1}'), 'Not valid JSON: line 2, column 5.');
    assert.ok(composerProblem('json', ''));
  });

  test('what JSON.parse takes is valid, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        assert.equal(composerProblem('json', text) === null, parses(text));
      }),
    );
  });

  test('hex takes pairs of digits and what people write between them', () => {
    for (const text of ['', '00ff', '0x01 0x02', 'de:ad:be:ef', 'AB, cd']) {
      assert.equal(composerProblem('hex', text), null, text);
    }
    assert.equal(composerProblem('hex', '0g'), '“g” is not a hex digit.');
    assert.match(composerProblem('hex', 'abc') ?? '', /odd number of them \(3\)/u);
  });

  test('base64 takes both alphabets, with and without padding', () => {
    for (const text of ['', 'aGk=', 'aGk', '_-8=', 'aGVs\nbG8=']) {
      assert.equal(composerProblem('base64', text), null, text);
    }
    assert.equal(composerProblem('base64', 'a*b'), '“*” is not a letter of base64.');
    assert.ok(composerProblem('base64', 'abcde'));
  });

  test('text is always fine, and counted in UTF-8', () => {
    assert.equal(composerProblem('text', '\u0000{'), null);
    assert.equal(utf8Length('你好👋'), 10);
  });
});
