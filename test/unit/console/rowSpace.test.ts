import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  clampTopRow,
  isAtEnd,
  isScaled,
  maxTopRow,
  revealRow,
  rowsPerPage,
  scrollTopAt,
  spacerLimitPx,
  spacerPx,
  topRowAt,
  visibleRows,
} from '../../../src/console/scroll/rowSpace.ts';

const small = { rowCount: 100, rowHeightPx: 20, viewportPx: 200 };
const million = { rowCount: 1_000_000, rowHeightPx: 22, viewportPx: 440 };
const anySpace = fc.record({
  rowCount: fc.integer({ min: 0, max: 50_000_000 }),
  rowHeightPx: fc.integer({ min: 10, max: 40 }),
  viewportPx: fc.integer({ min: 0, max: 4000 }),
});

describe('row space', () => {
  test('a short list scrolls a pixel a pixel', () => {
    assert.equal(isScaled(small), false);
    assert.equal(spacerPx(small), 2000);
    assert.equal(topRowAt(small, 100), 5);
    assert.equal(scrollTopAt(small, 5), 100);
  });

  test('the spacer of a million rows stays under the limit that Chromium can scroll', () => {
    assert.equal(isScaled(million), true);
    assert.equal(spacerPx(million), spacerLimitPx);
  });

  test('the end of the scrollbar shows the last row of a million', () => {
    const top = topRowAt(million, spacerLimitPx - million.viewportPx);
    assert.equal(visibleRows(million, top).last, 1_000_000);
    assert.equal(isAtEnd(million, top), true);
  });

  test('a list that fits does not scroll', () => {
    const space = { rowCount: 3, rowHeightPx: 20, viewportPx: 200 };
    assert.equal(maxTopRow(space), 0);
    assert.equal(topRowAt(space, 50), 0);
    assert.deepEqual(visibleRows(space, 0), { first: 0, last: 3, offsetPx: 0 });
  });

  test('a row cut off at the top is drawn above the viewport’s edge', () => {
    assert.deepEqual(visibleRows(small, 2.5), { first: 2, last: 13, offsetPx: 10 });
  });

  test('revealing moves no further than needed', () => {
    assert.equal(revealRow(small, 10, 12), 10);
    assert.equal(revealRow(small, 10, 4), 4);
    assert.equal(revealRow(small, 10, 25), 16);
    assert.equal(revealRow(small, 10, 99), 90);
  });

  test('a page is one row less than fits', () => {
    assert.equal(rowsPerPage(small), 9);
    assert.equal(rowsPerPage({ ...small, viewportPx: 5 }), 1);
  });

  test('the way from row to scrollbar and back loses less than a thousandth of a row a row', () => {
    fc.assert(
      fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
        const top = clampTopRow(space, share * maxTopRow(space));
        const back = topRowAt(space, scrollTopAt(space, top));
        if (spacerPx(space) <= space.viewportPx) return;
        assert.ok(Math.abs(back - top) <= 1e-6 * Math.max(1, space.rowCount));
      }),
    );
  });

  test('what is drawn is always inside the list and fills the viewport', () => {
    fc.assert(
      fc.property(anySpace, fc.double({ min: -10, max: 6e7, noNaN: true }), (space, topRow) => {
        const { first, last, offsetPx } = visibleRows(space, topRow);
        assert.ok(first >= 0 && last <= space.rowCount && first <= last);
        assert.ok(offsetPx >= 0 && offsetPx < space.rowHeightPx);
        const drawnPx = (last - first) * space.rowHeightPx - offsetPx;
        const contentPx = space.rowCount * space.rowHeightPx;
        assert.ok(drawnPx >= Math.min(space.viewportPx, contentPx) - 0.01);
      }),
    );
  });
});
