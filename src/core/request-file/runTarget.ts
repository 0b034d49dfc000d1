/** What `run` names: a request, all requests of a file, or one request of a file. */
export interface RunTarget {
  path: string | null;
  name: string | null;
}

/** Splits `#name`, `file.http` and `file.http #name`. */
export function splitRunTarget(target: string): RunTarget {
  const hash = target.startsWith('#') ? 0 : target.search(/[ \t]#/);
  if (hash === -1) return { path: target, name: null };
  const path = target.slice(0, hash).trim();
  const name = target.slice(target.indexOf('#', hash) + 1).trim();
  return { path: path === '' ? null : path, name };
}
