import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { parseFilter } from '../../../src/console/log/filterText.ts';

describe('filter text', () => {
  test('an empty box lets everything pass', () => {
    assert.equal(parseFilter('').matcher, null);
  });

  test('plain text is found whatever its case, signs and all', () => {
    const { matcher } = parseFilter('A.b(');
    assert.deepEqual(matcher?.ranges('xa.B( a1b('), [{ start: 1, end: 5 }]);
    assert.equal(matcher?.matches('a1b('), false);
  });

  test('text between slashes is a regular expression, with its flags', () => {
    const { matcher } = parseFilter('/aapl|keep/i');
    assert.deepEqual(matcher?.ranges('AAPL keep'), [
      { start: 0, end: 4 },
      { start: 5, end: 9 },
    ]);
    assert.equal(parseFilter('/aapl/').matcher?.matches('AAPL'), false);
  });

  test('a broken regular expression is searched as it stands, and said', () => {
    const { matcher, invalidRegex } = parseFilter('/a(/');
    assert.equal(invalidRegex, true);
    assert.equal(matcher?.matches('see /a(/ here'), true);
  });

  test('a flag that does not exist is said as well', () => {
    assert.equal(parseFilter('/a/q').invalidRegex, true);
  });

  test('a lone slash is text', () => {
    const { matcher, invalidRegex } = parseFilter('/');
    assert.equal(invalidRegex, false);
    assert.equal(matcher?.matches('a/b'), true);
  });

  test('an expression that matches nothing at all marks nothing and ends', () => {
    assert.deepEqual(parseFilter('/x*/').matcher?.ranges('aaa'), []);
  });

  test('Chinese and emoji are found where they are', () => {
    assert.deepEqual(parseFilter('达克').matcher?.ranges('👋纳斯达克'), [{ start: 4, end: 6 }]);
  });
});
