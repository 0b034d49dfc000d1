import { dirname, isAbsolute, resolve } from 'node:path';

/** A named pipe as Windows writes it, or with slashes. */
const namedPipe = /^(?:\/\/|\\\\)[.?][\\/]pipe[\\/]/i;
/** `host:port` written with the name `unix` would be read as this path. */
const port = /^\d+(?:\/|$)/;

/**
 * Where a UNIX socket is: a path, relative to the folder of the request file where it is not absolute; `@name` of an
 * abstract one (Linux); a named pipe (Windows). Throws what `refused` makes of the reason why it can be nowhere.
 */
export function unixSocketPath(
  written: string,
  folder: string | null,
  refused: (reason: string) => Error,
): string {
  const path = written.replace(/^\0/, '@');
  if (path === '' || path === '@' || path.includes('\0') || port.test(path)) {
    throw refused(`“${written}” is no path of a UNIX socket: write unix:/run/app.sock.`);
  }
  if (namedPipe.test(path)) return ofSystem(path, 'win32', 'a named pipe', 'Windows', refused);
  if (path.startsWith('@')) return ofSystem(path, 'linux', 'an abstract socket', 'Linux', refused);
  if (isAbsolute(path)) return path;
  if (folder !== null) return resolve(folder, path);
  throw refused(`“${path}” is relative to the request file, which is not saved yet.`);
}

function ofSystem(
  path: string,
  platform: NodeJS.Platform,
  what: string,
  system: string,
  refused: (reason: string) => Error,
): string {
  if (process.platform === platform) return path;
  throw refused(`“${path}” is ${what}, which only ${system} has.`);
}

/** The folder that relative paths begin in. */
export function socketFolder(
  requestPath: string | null,
  workspaceRoot: string | null,
): string | null {
  return requestPath === null ? workspaceRoot : dirname(resolve(requestPath));
}
