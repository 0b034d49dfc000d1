import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { preview, previewMatches } from '../../../src/core/recording/preview.ts';

describe('preview', () => {
  test('control characters show as symbols', () => {
    assert.equal(preview('a\u0000b\r\n\t\u007f'), 'a␀b␍↵␉␡');
  });

  test('characters that turn the direction of text round do not pass', () => {
    assert.equal(preview('abc\u202edef\u2066'), 'abc␦def␦');
  });

  test('a long text is cut at 300 units, and never inside a character', () => {
    assert.equal(preview('x'.repeat(1000)).length, 300);
    assert.equal(preview(`${'x'.repeat(299)}😀`), 'x'.repeat(299));
    assert.equal(preview(`${'x'.repeat(298)}😀y`), `${'x'.repeat(298)}😀`);
  });

  test('a preview of well-formed text is well-formed, at most 300 units and without controls', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const shown = preview(text);
        assert.ok(shown.length <= 300);
        assert.equal(Buffer.from(shown).toString(), shown);
        assert.doesNotMatch(shown, /[\u0000-\u001f]/);
      }),
      { numRuns: 30 },
    );
  });

  test('matches are where the text is in the preview, and end with it', () => {
    const text = `a\nfoo ${'x'.repeat(290)}foobar`;
    const end = preview(text).length;
    const matches = previewMatches(text, /foo\w*/g);
    assert.deepEqual(matches, [
      { start: 2, end: 5 },
      { start: 296, end },
    ]);
  });

  test('empty matches mark nothing', () => {
    assert.deepEqual(previewMatches('abc', /x*/g), []);
  });
});
