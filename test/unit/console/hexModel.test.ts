import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { HexLayout, asciiOf, hexOf, regionsOf } from '../../../src/console/hex/hexModel.ts';
import { formatOffset } from '../../../src/console/words/formats.ts';

describe('hex dump', () => {
  test('bytes and their ASCII', () => {
    const bytes = Uint8Array.of(0, 0x1f, 0x20, 0x41, 0x7e, 0x7f, 0xff);
    assert.equal(hexOf(bytes), '00 1f 20 41 7e 7f ff');
    assert.equal(asciiOf(bytes), '·· A~··');
  });

  test('without borders it is one region without a label', () => {
    const layout = new HexLayout(regionsOf([], 40), 16);
    assert.equal(layout.lineCount, 3);
    assert.deepEqual(layout.line(2), {
      kind: 'bytes',
      region: { start: 0, end: 40, label: null },
      start: 32,
      end: 40,
    });
  });

  test('every border begins a line of its own, under its label', () => {
    const layout = new HexLayout(
      regionsOf(
        [
          { offset: 0, label: 'header' },
          { offset: 4, label: 'payload' },
        ],
        30,
      ),
      16,
    );
    const lines = Array.from({ length: layout.lineCount }, (_, index) => layout.line(index)).map(
      (line) => (line.kind === 'label' ? line.region.label : [line.start, line.end]),
    );
    assert.deepEqual(lines, ['header', [0, 4], 'payload', [4, 20], [20, 30]]);
  });

  test('borders outside the payload are left out', () => {
    const borders = [
      { offset: -1, label: 'before' },
      { offset: 9, label: 'after' },
    ];
    assert.deepEqual(regionsOf(borders, 9), [{ start: 0, end: 9, label: null }]);
  });

  test('the lines hold every byte once and in order, whatever the borders', () => {
    const borders = fc.array(fc.record({ offset: fc.nat(300), label: fc.string() }));
    fc.assert(
      fc.property(borders, fc.integer({ min: 1, max: 300 }), (marks, lengthBytes) => {
        const layout = new HexLayout(regionsOf(marks, lengthBytes), 16);
        let next = 0;
        for (let index = 0; index < layout.lineCount; index += 1) {
          const line = layout.line(index);
          if (line.kind === 'label' || line.start === line.end) continue;
          assert.equal(line.start, next);
          next = line.end;
        }
        assert.equal(next, lengthBytes);
      }),
    );
  });

  test('offsets have as many digits as the last one needs', () => {
    assert.equal(formatOffset(4, 96), '0004');
    assert.equal(formatOffset(4, 0x1_0001), '000004');
    assert.equal(formatOffset(0xfffff0, 0x1000_0000), '00fffff0'.slice(0, 8));
  });
});
