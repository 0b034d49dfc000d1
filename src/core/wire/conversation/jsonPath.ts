const step = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(?:(-?\d{1,9})|'([^'\]]*)'|"([^"\]]*)")\]/uy;

/** A value of a JSON document; `undefined` where there is none. */
export type JsonValue = unknown;

/**
 * The value at a path such as `$.auth.token`, `$.items[0]['full name']` or `$[-1]` (RFC 9535 singular queries);
 * `undefined` where there is none, `null` where the path is not understood.
 */
export function valueAt(document: JsonValue, path: string): { value: JsonValue } | null {
  let value = document;
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null) return null;
    const [, name, index, single, double] = match;
    value =
      index === undefined
        ? member(value, name ?? single ?? double!)
        : element(value, Number(index));
    step.lastIndex = match.index + match[0].length;
  }
  return { value };
}

function member(value: JsonValue, name: string): JsonValue {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name)
    ? (value as Record<string, JsonValue>)[name]
    : undefined;
}

function element(value: JsonValue, index: number): JsonValue {
  return Array.isArray(value) ? value.at(index) : undefined;
}

/** Whether `value` has all that `part` has: members of objects, elements of arrays in any place. */
export function contains(value: JsonValue, part: JsonValue): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(value) && part.every((each) => value.some((other) => contains(other, each)))
    );
  }
  if (typeof part !== 'object' || part === null) return Object.is(value, part);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(part).every(
    ([name, each]) =>
      Object.hasOwn(value, name) && contains((value as Record<string, JsonValue>)[name], each),
  );
}

/** Whether two JSON values are the same, members in any order. */
export function isEqual(value: JsonValue, other: JsonValue): boolean {
  if (Array.isArray(value) && Array.isArray(other)) {
    return (
      value.length === other.length && value.every((each, index) => isEqual(each, other[index]))
    );
  }
  if (typeof value !== 'object' || typeof other !== 'object' || value === null || other === null) {
    return Object.is(value, other);
  }
  if (Array.isArray(value) || Array.isArray(other)) return false;
  const names = Object.keys(value);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isEqual(
          (value as Record<string, JsonValue>)[name],
          (other as Record<string, JsonValue>)[name],
        ),
    )
  );
}
