/** A value of a JSON document; `undefined` where there is none. */
export type JsonValue = unknown;

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
