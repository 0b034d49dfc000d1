import type { HeaderField } from '../wire/events.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';

/** Where a request goes, and the credentials its URL held. */
export interface PreparedUrl {
  url: string;
  /** `user:password` as written in the URL, decoded. */
  userInfo: string | null;
}

/** Makes an absolute URL of a resolved one: with the `Host` header where it is only a path. */
export function prepareUrl(
  preparation: Preparation,
  written: string,
  headers: readonly HeaderField[],
): PreparedUrl {
  const webSocket = preparation.request.kind === 'websocket';
  const { range } = preparation.request.url;
  if (/^(?:unix:|https?\+unix:)/i.test(written)) {
    throw prepareFailure('WB_UNSUPPORTED_KIND', range, { kind: 'Unix socket' });
  }
  const invalid = () => prepareFailure('WB_INVALID_URL', range, { url: written });
  const absolute = withScheme(written, headers, webSocket);
  if (absolute === null || /[\r\n]/.test(written)) throw invalid();
  const url = URL.canParse(absolute) ? new URL(absolute) : null;
  const schemes = webSocket ? ['ws:', 'wss:'] : ['http:', 'https:'];
  if (url === null || !schemes.includes(url.protocol)) throw invalid();
  const userInfo = url.username === '' ? null : `${decode(url.username)}:${decode(url.password)}`;
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url: url.href, userInfo };
}

/** Adds scheme and host; `null` when a path has no `Host` header. */
function withScheme(
  written: string,
  headers: readonly HeaderField[],
  webSocket: boolean,
): string | null {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    return webSocket ? written.replace(/^http(s?):/i, 'ws$1:') : written;
  }
  const isPath = /^[/?]/.test(written);
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  if (isPath && (host === undefined || host === '')) return null;
  const target = isPath ? `${host}${written}` : written;
  const authority = target.replace(/[/?#].*$/s, '');
  const secure = /:(?:443|8443)$/.test(authority);
  return `${webSocket ? 'ws' : 'http'}${secure ? 's' : ''}://${target}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A `%` that begins no escape stands for itself.
    return text;
  }
}
