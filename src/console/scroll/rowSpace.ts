/** A list of rows of one height, seen through a viewport. */
export interface RowSpace {
  rowCount: number;
  rowHeightPx: number;
  viewportPx: number;
}

/**
 * Tallest spacer we give a scroll container. Chromium caps an element at 33.5 M px divided by the
 * device scale; beyond this the scrollbar maps onto rows instead of pixels.
 */
export const spacerLimitPx = 8_000_000;

/** Height of the scrollable content. */
export function spacerPx(space: RowSpace): number {
  return Math.min(space.rowCount * space.rowHeightPx, spacerLimitPx);
}

/** The scrollbar no longer moves one pixel a pixel. */
export function isScaled(space: RowSpace): boolean {
  return space.rowCount * space.rowHeightPx > spacerLimitPx;
}

/** The row (with fraction) at the top when the list is scrolled to its end. */
export function maxTopRow(space: RowSpace): number {
  return Math.max(0, space.rowCount - space.viewportPx / space.rowHeightPx);
}

export function clampTopRow(space: RowSpace, topRow: number): number {
  return Math.min(Math.max(0, topRow), maxTopRow(space));
}

function scrollRangePx(space: RowSpace): number {
  return Math.max(0, spacerPx(space) - space.viewportPx);
}

/** Which row is at the top where the scrollbar stands. */
export function topRowAt(space: RowSpace, scrollTopPx: number): number {
  const range = scrollRangePx(space);
  if (range === 0) return 0;
  return clampTopRow(space, (scrollTopPx / range) * maxTopRow(space));
}

/** Where the scrollbar stands when this row is at the top. */
export function scrollTopAt(space: RowSpace, topRow: number): number {
  const max = maxTopRow(space);
  return max === 0 ? 0 : (clampTopRow(space, topRow) / max) * scrollRangePx(space);
}

/** Rows to draw, `last` excluded, and how far the first one is above the viewport's top. */
export function visibleRows(
  space: RowSpace,
  topRow: number,
): { first: number; last: number; offsetPx: number } {
  const top = clampTopRow(space, topRow);
  const first = Math.floor(top);
  const last = Math.min(space.rowCount, Math.ceil(top + space.viewportPx / space.rowHeightPx));
  return { first, last, offsetPx: (top - first) * space.rowHeightPx };
}

/** The top row after scrolling no further than needed to show `row` whole. */
export function revealRow(space: RowSpace, topRow: number, row: number): number {
  const rowsInView = space.viewportPx / space.rowHeightPx;
  if (row < topRow) return clampTopRow(space, row);
  if (row + 1 > topRow + rowsInView) return clampTopRow(space, row + 1 - rowsInView);
  return clampTopRow(space, topRow);
}

/** Rows that Page Up and Page Down move by: one less than fits, so that a line stays in sight. */
export function rowsPerPage(space: RowSpace): number {
  return Math.max(1, Math.floor(space.viewportPx / space.rowHeightPx) - 1);
}

/** The last row is in sight (to within half a row, for rounding). */
export function isAtEnd(space: RowSpace, topRow: number): boolean {
  return topRow >= maxTopRow(space) - 0.5;
}
