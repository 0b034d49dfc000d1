import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluateAssertion } from '../../../src/core/assertions/evaluateAssertion.ts';
import type { PreparedAssertion } from '../../../src/core/assertions/assertion.ts';

const response = {
  status: 200,
  headers: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Vary', 'Accept'],
    ['vary', 'Origin'],
  ] as const,
  body: Buffer.from(
    '{"城市":"杭州","items":[{"name":"龙井茶","price":68}],"open":true,"none":null}',
  ),
  durationMs: 34.5,
};

function assertion(
  type: string,
  value: string | null,
  operator: string | null,
  expected: string | null,
): PreparedAssertion {
  return { line: 1, text: '', type, value, operator, expected };
}

const cases: [passed: boolean, ...parts: Parameters<typeof assertion>][] = [
  [true, 'status', null, '==', '200'],
  [true, 'status', null, 'equals', '200'],
  [false, 'status', null, '==', '201'],
  [true, 'status', null, '!=', '201'],
  [true, 'status', null, '>=', '200'],
  [false, 'status', null, '<', '200'],
  [true, 'status', null, 'startsWith', '20'],
  [true, 'status', null, 'isNumber', null],
  [true, 'duration', null, '<', '300'],
  [true, 'header', 'content-type', 'includes', 'json'],
  [true, 'header', 'VARY', '==', 'Accept, Origin'],
  [true, 'header', 'vary', 'exists', null],
  [true, 'header', 'range', 'isFalse', null],
  [false, 'header', 'range', null, null],
  [true, 'body', null, 'contains', '杭州'],
  [true, 'body', 'items', 'isArray', null],
  [true, 'body', '城市', '==', '杭州'],
  [true, 'body', '$.items[0].price', '<=', '68'],
  [true, 'body', 'items[0]["name"]', 'endsWith', '茶'],
  [true, 'body', 'items.length', '==', '1'],
  [true, 'body', 'open', 'isBoolean', null],
  [true, 'body', 'open', '==', 'true'],
  [false, 'body', 'none', 'exists', null],
  [false, 'body', 'constructor', 'exists', null],
  [true, 'body', 'items[0].name', 'matches', '/^龙.茶$/u'],
  [true, 'body', null, 'matches', 'price":\\d+'],
  [true, 'body', null, 'sha256', 'SPidiwYb29+CyKHnMO0ExfiReE0UIajG6s5ZuXTQ9Hs='],
  [true, 'js', 'response.parsedBody.items[0].name', '==', '龙井茶'],
  [true, 'js', 'response.statusCode', '==', '200'],
  [true, 'js', 'response.headers["content-type"]', 'startsWith', 'application/json'],
];

describe('an assertion', () => {
  for (const [passed, ...parts] of cases) {
    test(`${parts.filter((part) => part !== null).join(' ')} ${passed ? 'holds' : 'fails'}`, () => {
      assert.equal(evaluateAssertion(assertion(...parts), response).passed, passed);
    });
  }

  test('says what was there', () => {
    const { actual } = evaluateAssertion(assertion('status', null, '==', '404'), response);
    assert.equal(actual, '200');
    const none = evaluateAssertion(assertion('body', 'customer', 'exists', null), response);
    assert.equal(none.actual, 'nothing');
  });

  test('that is code is refused, not run', () => {
    const { passed, actual } = evaluateAssertion(
      assertion('js', 'response.parsedBody.items.map(x => x)', '==', ''),
      response,
    );
    assert.equal(passed, false);
    assert.match(actual, /is not run/);
  });

  test('with a regular expression that backtracks for ever fails after a moment', () => {
    const long = { ...response, body: Buffer.from(`${'a'.repeat(50)}b`) };
    const { passed } = evaluateAssertion(assertion('body', null, 'matches', '^(a+)+$'), long);
    assert.equal(passed, false);
  });

  test('of a type or operator that nobody knows fails and says so', () => {
    assert.match(
      evaluateAssertion(assertion('weather', null, '==', ''), response).actual,
      /weather/,
    );
    assert.match(
      evaluateAssertion(assertion('status', null, 'is', '2'), response).actual,
      /operator/,
    );
  });
});
