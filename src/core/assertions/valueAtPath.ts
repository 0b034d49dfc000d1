const step =
  /^(?:\.?(?<name>[\p{L}_$@][\p{L}\p{N}_$@-]*)|\[(?<index>\d{1,9})\]|\[(?<quoted>"[^"]*"|'[^']*')\])/u;

/**
 * The value at a path such as `user.items[0]["full name"]`: names and numbers, nothing that is run. `undefined` where
 * there is none; `null` for a path that is more than that.
 */
export function valueAtPath(document: unknown, path: string): { value: unknown } | null {
  let value = document;
  let rest = path.trim();
  while (rest !== '') {
    const match = step.exec(rest);
    if (match === null) return null;
    const { name, index, quoted } = match.groups ?? {};
    value = memberOf(value, name ?? index ?? quoted?.slice(1, -1) ?? '');
    rest = rest.slice(match[0].length);
  }
  return { value };
}

/** Own members only: a response does not reach what JavaScript gives to every object. */
function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value) && name === 'length') return value.length;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
