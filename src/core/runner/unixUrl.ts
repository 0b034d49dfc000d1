/** A UNIX socket, and what is asked for behind it. */
export interface UnixUrl {
  /** `null` where none is written. */
  scheme: string | null;
  /** Of the socket, as the system takes it. */
  path: string;
  /** Behind the socket; empty where nothing is asked for. */
  resource: string;
}

/** `unix:/path.sock:/resource`, `http://unix:/path.sock:/resource`. */
const plain = /^(?:([a-z]+):\/\/)?unix:(?:\/\/(?=\/))?([^:]*)(?::(.*))?$/is;
/** `ws+unix:/path.sock:/resource`, `ws+unix:///path.sock:/resource`. */
const schemed = /^([a-z]+)\+unix:(?:\/\/(?=\/))?(\/?[^:/][^:]*)(?::(.*))?$/is;
/** `http+unix://%2Fpath.sock/resource`. */
const encoded = /^([a-z]+)\+unix:\/\/([^/?#]+)(.*)$/is;

/** Reads the ways in which other tools write the URL of a UNIX socket; `null` where it is none. */
export function readUnixUrl(written: string): UnixUrl | null {
  const [, scheme, path, resource = ''] = plain.exec(written) ?? schemed.exec(written) ?? [];
  if (path !== undefined) return { scheme: scheme?.toLowerCase() ?? null, path, resource };
  const [, encodedScheme = '', authority, rest = ''] = encoded.exec(written) ?? [];
  if (authority === undefined) return null;
  return { scheme: encodedScheme.toLowerCase(), path: decode(authority), resource: rest };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
