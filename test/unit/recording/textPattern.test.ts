import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTextPattern } from '../../../src/core/recording/textPattern.ts';

describe('parseTextPattern', () => {
  test('text is searched as it stands, whatever its case', () => {
    const pattern = parseTextPattern('a.b(');
    assert.equal(pattern?.isRegex, false);
    assert.match('x A.B( y', pattern.all);
    assert.doesNotMatch('axb(', pattern.all);
  });

  test('slashes make a regular expression with its own flags', () => {
    const pattern = parseTextPattern('/^a.c$/i');
    assert.equal(pattern?.isRegex, true);
    assert.match('ABC', pattern.all);
    assert.equal(parseTextPattern('/a/gy')?.all.flags, 'g');
  });

  test('what is no regular expression is searched as it stands, and said', () => {
    const pattern = parseTextPattern('/a(/');
    assert.deepEqual([pattern?.isRegex, pattern?.isInvalid], [false, true]);
    assert.match('x/a(/y', pattern!.all);
  });

  test('a path is a text, not a regular expression', () => {
    const pattern = parseTextPattern('/api/users');
    assert.deepEqual([pattern?.isRegex, pattern?.isInvalid], [false, false]);
  });

  test('empty text lets everything pass', () => {
    assert.equal(parseTextPattern(''), null);
  });
});
