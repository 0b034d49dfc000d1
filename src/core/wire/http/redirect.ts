import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import { excerpt } from '../dialer/excerpt.ts';
import { valueOf } from './headerFields.ts';
import type { Hop, ResponseHead } from './hop.ts';

/** Redirects that are followed in one exchange. */
export const REDIRECT_LIMIT = 10;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Fields that speak of a body which is not sent again. */
const BODY_FIELDS = new Set([
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
  'expect',
  'transfer-encoding',
]);
/** Fields meant for one origin only; credentials do not go to another (RFC 9110 §15.4). */
const ORIGIN_FIELDS = new Set(['authorization', 'cookie', 'host', 'proxy-authorization']);

/**
 * The hop that a redirect leads to, or `null` where the response is none. Throws `WB_HTTP_BAD_REDIRECT` for a
 * Location that is no http or https URL.
 */
export function redirectedHop(hop: Hop, { status, headers }: ResponseHead): Hop | null {
  const location = valueOf(headers, 'location');
  if (!REDIRECTS.has(status) || location === undefined) return null;
  const url = resolveLocation(location, hop.address);
  const dropsBody = becomesGet(hop.method, status);
  const next = dropsBody ? { ...hop, method: 'GET', body: [], bodyBytes: 0 } : hop;
  const isForeign = url.origin !== hop.address.origin;
  const kept = keptFields(hop.headers, dropsBody, isForeign);
  return { ...next, url: url.href, address: url, headers: kept };
}

/** RFC 9110 §15.4.2 to §15.4.4: 303 asks for GET; after 301 and 302 clients have always made POST a GET. */
function becomesGet(method: string, status: number): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}

function keptFields(headers: HeaderField[], dropsBody: boolean, isForeign: boolean): HeaderField[] {
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !(dropsBody && BODY_FIELDS.has(lower)) && !(isForeign && ORIGIN_FIELDS.has(lower));
  });
}

function resolveLocation(location: string, base: URL): URL {
  const url = URL.parse(location, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new WireError('WB_HTTP_BAD_REDIRECT', 'receive', {
      params: { location: excerpt(location), section: 'RFC 9110 §10.2.2' },
    });
  }
  url.hash = '';
  return url;
}
