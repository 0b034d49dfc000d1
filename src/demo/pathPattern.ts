/** What the placeholders of a path pattern stand for. */
export type PathParams = Record<string, string>;

/** Matches `path` against `pattern` (`/redirect/:n`) segment by segment; `null` where it does not fit. */
export function matchPath(pattern: string, path: string): PathParams | null {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return null;
  const params: PathParams = {};
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== value) return null;
    } else {
      const decoded = decodeSegment(value);
      if (!decoded) return null;
      params[segment.slice(1)] = decoded;
    }
  }
  return params;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray `%` is no path of ours.
    return null;
  }
}
