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
  isCut: false,
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
  [true, 'body', '$.items[?@.price > 60].name', '==', '龙井茶'],
  [true, 'jsonpath', '$.items[?@.price > 60].name', '==', '龙井茶'],
  [true, 'jsonpath', '$..price', 'isNumber', null],
  [true, 'jsonpath', '$.items[-1].price', '==', '68'],
  [false, 'jsonpath', '$.nothing', 'exists', null],
  [true, 'js', 'response.parsedBody.items.length', '==', '1'],
  [true, 'js', 'response.statusCode', '==', '200'],
  [true, 'js', 'response.headers["content-type"]', 'startsWith', 'application/json'],
];

describe('an assertion', () => {
  for (const [passed, ...parts] of cases) {
    test(`${parts.filter((part) => part !== null).join(' ')} ${passed ? 'holds' : 'fails'}`, async () => {
      const verdict = await evaluateAssertion(assertion(...parts), response);
      assert.equal(verdict.passed, passed, verdict.actual);
    });
  }

  test('says what was there', async () => {
    const { actual } = await evaluateAssertion(assertion('status', null, '==', '404'), response);
    assert.equal(actual, '200');
    const none = await evaluateAssertion(assertion('body', 'customer', 'exists', null), response);
    assert.equal(none.actual, 'nothing');
  });

  test('that is code is refused, not run', async () => {
    const { passed, actual } = await evaluateAssertion(
      assertion('js', 'response.parsedBody.items.map(x => x)', '==', ''),
      response,
    );
    assert.equal(passed, false);
    assert.match(actual, /is not run/);
  });

  test('with a regular expression that backtracks for ever fails after a moment', async () => {
    const long = { ...response, body: Buffer.from(`${'a'.repeat(50)}b`) };
    const { passed } = await evaluateAssertion(assertion('body', null, 'matches', '^(a+)+$'), long);
    assert.equal(passed, false);
  });

  test('of a type or operator that nobody knows fails and says so', async () => {
    const type = await evaluateAssertion(assertion('weather', null, '==', ''), response);
    assert.match(type.actual, /weather/);
    const operator = await evaluateAssertion(assertion('status', null, 'is', '2'), response);
    assert.match(operator.actual, /operator/);
  });

  test('about a path that is none, or a body of another kind, says so', async () => {
    const path = await evaluateAssertion(
      assertion('jsonpath', '$.items[?', 'exists', null),
      response,
    );
    assert.match(path.actual, /"\$\.items\[\?" is no path: /);
    const xml = await evaluateAssertion(assertion('xpath', '//a', 'exists', null), response);
    assert.equal(xml.actual, 'the body is no XML');
    const html = { ...response, body: Buffer.from('<p>') };
    const json = await evaluateAssertion(assertion('jsonpath', '$.a', 'exists', null), html);
    assert.equal(json.actual, 'the body is no JSON');
  });

  test('about a body of which only a part was kept says so', async () => {
    const cut = { ...response, isCut: true };
    for (const [type, value] of [
      ['body', null],
      ['jsonpath', '$.open'],
      ['js', 'response.parsedBody.open'],
    ] as const) {
      const { passed, actual } = await evaluateAssertion(assertion(type, value, null, null), cut);
      assert.equal(passed, false);
      assert.equal(actual, `only the first ${cut.body.length} bytes of the body were kept`);
    }
    const status = await evaluateAssertion(
      assertion('js', 'response.statusCode', '==', '200'),
      cut,
    );
    assert.equal(status.passed, true);
  });

  test('looks into XML, and into text of the charset that the answer names', async () => {
    const xml = {
      ...response,
      headers: [['Content-Type', 'application/xml; charset=gb18030']] as const,
      body: Buffer.concat([
        Buffer.from('<s:order xmlns:s="urn:shop"><s:id n="7">'),
        Buffer.from('babd', 'hex'),
        Buffer.from('</s:id></s:order>'),
      ]),
    };
    for (const [value, operator, expected] of [
      ['/s:order/s:id', '==', '航'],
      ['//s:id/@n', '>', '6'],
      ['count(//*)', '==', '2'],
    ] as const) {
      const { passed, actual } = await evaluateAssertion(
        assertion('xpath', value, operator, expected),
        xml,
      );
      assert.ok(passed, `${value}: ${actual}`);
    }
  });
});
