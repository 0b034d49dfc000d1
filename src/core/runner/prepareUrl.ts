import { isRaw } from '../request-file/methods.ts';
import type { SourceText, TextRange } from '../request-file/textRange.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';
import { readUnixUrl } from './unixUrl.ts';
import type { UnixUrl } from './unixUrl.ts';
import { socketFolder, unixSocketPath } from './unixSocketPath.ts';

/** Where a request goes, and the credentials its URL held. */
export interface PreparedUrl {
  url: string;
  /** `user:password` as written in the URL, decoded. */
  userInfo: string | null;
  /** Where the host of the URL is found, if not by its name. */
  unixSocket?: { path: string; host: string };
}

/** Makes an absolute URL of a resolved one: with a host where it is only a path. */
export function prepareUrl(
  preparation: Preparation,
  written: string,
  headers: readonly HeaderField[],
): PreparedUrl {
  const { kind, method, url: source } = preparation.request;
  const { range } = source;
  const unix = readUnixUrl(written);
  if (unix !== null) return overUnixSocket(preparation, unix, headers);
  if (isRaw(kind)) return { url: rawUrl(kind, written, range), userInfo: null };
  const webSocket = kind === 'websocket';
  const usual = usualScheme(kind, method);
  const invalid = () => prepareFailure('WB_INVALID_URL', range, { url: written });
  const host = isPath(written) ? hostOf(preparation, headers) : '';
  const absolute = withScheme(written, host, usual);
  if (absolute === null || written === '*' || /[\r\n]/.test(written)) throw invalid();
  const url = URL.canParse(absolute) ? new URL(absolute) : null;
  const schemes = webSocket ? ['ws:', 'wss:'] : ['http:', 'https:'];
  if (url === null || !schemes.includes(url.protocol)) throw invalid();
  const userInfo = url.username === '' ? null : `${decode(url.username)}:${decode(url.password)}`;
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url: url.href, userInfo };
}

/** The socket takes the place of the name: what it is called is in the `Host` header, else `localhost`. */
function overUnixSocket(
  preparation: Preparation,
  { scheme, path: writtenPath, resource }: UnixUrl,
  headers: readonly HeaderField[],
): PreparedUrl {
  const { request, file, context } = preparation;
  const { kind, method, url: source } = request;
  const refused = (reason: string) =>
    prepareFailure('WB_INVALID_REQUEST', source.range, { reason });
  const folder = socketFolder(file.path, context.workspaceRoot);
  const path = unixSocketPath(writtenPath, folder, refused);
  if (kind === 'udp') throw refused('a UNIX socket takes no datagrams here: write TCP.');
  if (isRaw(kind)) {
    const shown = path.replaceAll(/[?#%]/g, encodeURIComponent).replace(/^(?!\/)/, '/');
    const url = new URL(`${kind}://localhost${shown}`).href;
    return { url, userInfo: null, unixSocket: { path, host: 'localhost' } };
  }
  const host = hostField(headers) ?? 'localhost';
  const target = /^[/?]/.test(resource) ? resource : `/${resource}`;
  const prepared = prepareUrl(
    preparation,
    `${scheme ?? usualScheme(kind, method)}://${host}${target}`,
    headers,
  );
  return { ...prepared, unixSocket: { path, host: new URL(prepared.url).host } };
}

function hostField(headers: readonly HeaderField[]): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
}

/** `tcp://host:port` of what is written with or without its scheme; there is no usual port. */
function rawUrl(kind: string, written: string, range: TextRange): string {
  const [, scheme, host = '', port = ''] =
    /^(?:([a-z]+):\/\/)?(\[[0-9a-f:.%]+\]|[^\s/:?#@[\]]+):(\d{1,5})\/?$/i.exec(written) ?? [];
  const isOther = scheme !== undefined && scheme.toLowerCase() !== kind;
  // What is a host is known to URLs of a scheme that the standard knows.
  const { hostname } = URL.parse(`http://${host}`) ?? {};
  if (
    !isOther &&
    hostname !== undefined &&
    hostname !== '' &&
    Number(port) >= 1 &&
    Number(port) <= 65_535
  ) {
    return `${kind}://${hostname}:${Number(port)}`;
  }
  const reason = `“${written}” is no host with a port: write ${kind.toUpperCase()} localhost:7000.`;
  throw prepareFailure('WB_INVALID_REQUEST', range, { reason });
}

/** What a URL without a scheme has; a port may say otherwise. */
function usualScheme(kind: string, method: SourceText | null): string {
  if (kind !== 'websocket') return 'http';
  return method?.text.toUpperCase() === 'WSS' ? 'wss' : 'ws';
}

function isPath(written: string): boolean {
  return /^[/?]/.test(written);
}

/** What a path alone is asked of: the `Host` header, else httpYac's variable `host`. */
function hostOf(preparation: Preparation, headers: readonly HeaderField[]): string {
  const { range } = preparation.request.url;
  return hostField(headers) || preparation.optional({ text: 'host', range });
}

/** JetBrains and kulala take a `Host` with a scheme too. */
export const absoluteHost = /^https?:\/\/(?=[^\s/])/i;

/** Adds scheme and host; `null` when a path has no `Host` header. */
function withScheme(written: string, host: string, usual: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    return usual.startsWith('ws') ? written.replace(/^http(s?):/i, 'ws$1:') : written;
  }
  if (isPath(written) && host === '') return null;
  if (absoluteHost.test(host)) return host.replace(/\/*$/, written);
  const target = `${host}${written}`;
  const authority = target.replace(/[/?#].*$/s, '');
  const secure = /:(?:443|8443)$/.test(authority);
  return `${secure ? usual.replace(/^(http|ws)$/, '$1s') : usual}://${target}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A `%` that begins no escape stands for itself.
    return text;
  }
}
