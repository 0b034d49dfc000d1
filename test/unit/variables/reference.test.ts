import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { findReferences, unescapeBraces } from '../../../src/core/variables/reference.ts';

function expressions(text: string): string[] {
  return findReferences(text).map(({ expression }) => expression);
}

describe('references in a text', () => {
  const cases: [text: string, found: string[]][] = [
    ['', []],
    ['none', []],
    ['{{a}}', ['a']],
    ['{{ a }}/{{b}}', ['a', 'b']],
    ['{"x":{{a}}}', ['a']],
    ['{{{a}}}', ['a']],
    ['{{a', []],
    ['{{a\n}}', []],
    ['{{a\n{{b}}', ['b']],
    ['{{a {{b}}', ['b']],
    ['}}{{a}}', ['a']],
    [String.raw`\{\{a\}\}`, []],
    ['{{}}', []],
    ['{{ }}{{\t}}{{a}}{{}}', ['a']],
    ['{{%}}', ['%']],
    ['{{$randomInt 1 2}}', ['$randomInt 1 2']],
  ];
  for (const [text, found] of cases) {
    test(JSON.stringify(text), () => assert.deepEqual(expressions(text), found));
  }

  test('start and end enclose the braces', () => {
    const text = 'x{{ a }}y{{{b}}}';
    const shown = findReferences(text).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(shown, ['{{ a }}', '{{b}}']);
  });

  test('references never overlap and always stand within one line, in any text', () => {
    const text = fc
      .array(fc.constantFrom('{', '}', '{{', '}}', 'a', '\n', ' ', '\\{'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (any) => {
        let done = 0;
        for (const { start, end } of findReferences(any)) {
          assert.ok(start >= done && end > start);
          const shown = any.slice(start, end);
          assert.match(shown, /^\{\{.*\}\}$/);
          done = end;
        }
      }),
    );
  });

  test('a million braces that are never closed are looked at once', () => {
    assert.deepEqual(expressions('{{'.repeat(500_000)), []);
    assert.equal(expressions(`${'{{x\n'.repeat(250_000)}{{a}}`).length, 1);
  });

  test('escaped braces become braces', () => {
    assert.equal(unescapeBraces(String.raw`\{\{a\}\} \{b\} \n`), String.raw`{{a}} \{b\} \n`);
  });
});
