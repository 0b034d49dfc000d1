import type { HeaderField } from '../wireFacts.ts';
import { membersOf, valueOf } from './headerFields.ts';
import type { Proxy } from '../proxy/proxy.ts';
import { authorizationFor } from '../proxy/proxyCredentials.ts';
import type { Hop, RequestHead } from './hop.ts';
import { forwardedTarget, requestTarget } from './requestTarget.ts';

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** How the body goes out: as it is, or in chunks where the file asks for it (`Transfer-Encoding: chunked`). */
export function sendsChunks(headers: readonly HeaderField[]): boolean {
  return membersOf(headers, 'transfer-encoding').at(-1) === 'chunked';
}

/**
 * The HTTP/1.1 head of a hop: what was written, in its order and case, with Host in front where it is missing and
 * Content-Length behind where it is needed. A proxy that forwards it gets the absolute form of the target (RFC 9112
 * §3.2.2) and our credentials.
 */
export function http1Head(hop: Hop, forwarder: Proxy | null = null): RequestHead {
  const headers = [...hop.headers];
  if (valueOf(headers, 'host') === undefined) headers.unshift(['Host', hop.address.host]);
  const authorization = forwarder && authorizationFor(forwarder);
  if (authorization !== null && valueOf(headers, 'proxy-authorization') === undefined) {
    headers.push(['Proxy-Authorization', authorization]);
  }
  const isChunked = sendsChunks(headers);
  if (!isChunked && needsLength(hop)) headers.push(['Content-Length', String(hop.bodyBytes)]);
  return {
    method: hop.method,
    target: forwarder === null ? requestTarget(hop.url) : forwardedTarget(hop.url),
    httpVersion: '1.1',
    headers,
    bodyLength: isChunked ? null : hop.bodyBytes,
    ...(forwarder === null ? {} : { proxy: forwarder.shown }),
  };
}

/** RFC 9110 §8.6: a method that means something with a body says 0 where there is none. */
export function needsLength(hop: Hop): boolean {
  if (valueOf(hop.headers, 'content-length') !== undefined) return false;
  if (valueOf(hop.headers, 'transfer-encoding') !== undefined) return false;
  return hop.bodyBytes > 0 || METHODS_WITH_BODY.has(hop.method);
}

/** A head as bytes; text beyond ASCII goes out as UTF-8, as it stands in the file. */
export function headBytes(head: RequestHead): Buffer {
  let text = `${head.method} ${head.target} HTTP/${head.httpVersion}\r\n`;
  for (const [name, value] of head.headers) text += `${name}: ${value}\r\n`;
  return Buffer.from(`${text}\r\n`, 'utf8');
}
