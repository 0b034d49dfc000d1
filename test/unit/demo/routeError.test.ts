import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boundedInteger, boundedNumber, RouteError } from '../../../src/demo/routeError.ts';

const isBadRequest = (error: unknown): boolean =>
  error instanceof RouteError && error.status === 400;

describe('numbers in a path', () => {
  test('are read within their bounds', () => {
    assert.equal(boundedInteger('0', 'n', 0, 10), 0);
    assert.equal(boundedInteger('10', 'n', 0, 10), 10);
    assert.equal(boundedNumber('0.25', 'seconds', 0, 60), 0.25);
  });

  for (const text of ['', ' ', '-1', '11', 'ten', 'NaN', 'Infinity']) {
    test(`are refused: "${text}"`, () => {
      assert.throws(() => boundedInteger(text, 'n', 0, 10), isBadRequest);
    });
  }

  test('are refused with a fraction where whole numbers are meant', () => {
    assert.throws(() => boundedInteger('1.5', 'n', 0, 10), isBadRequest);
  });
});
