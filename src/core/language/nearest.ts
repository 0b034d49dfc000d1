/** The words that differ from `word` by at most a third of its letters, the nearest first. */
export function nearest(word: string, words: Iterable<string>, count = 1): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3));
  return [...words]
    .map((known) => ({ known, distance: distanceOf(word.toLowerCase(), known.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ known }) => known);
}

/** Longest word compared: a longer one is nobody's slip of the pen. */
const maxLength = 64;

/** Letters to insert, remove or replace (Levenshtein); two that change places count once. */
function distanceOf(a: string, b: string): number {
  if (a.length > maxLength || b.length > maxLength) return Infinity;
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        above[column]! + 1,
        current[column - 1]! + 1,
        above[column - 1]! + (same ? 0 : 1),
        swapped && row > 1 && column > 1 ? older[column - 2]! + 1 : Infinity,
      );
    }
    older = above;
    above = current;
  }
  return above[b.length]!;
}
