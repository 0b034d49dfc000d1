import type { HeaderField } from '../wireFacts.ts';
import { valueOf } from './headerFields.ts';
import type { Hop, RequestHead } from './hop.ts';
import { needsLength } from './requestHead.ts';
import { requestTarget } from './requestTarget.ts';

/** Fields of one connection have no place in HTTP/2 (RFC 9113 §8.2.2); Host becomes `:authority`. */
const LEFT_OUT = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** The HTTP/2 head of a hop: pseudo-header fields first, names in lower case (RFC 9113 §8.2, §8.3). */
export function http2Head(hop: Hop): RequestHead {
  const { protocol, host } = hop.address;
  const target = requestTarget(hop.url);
  const headers: HeaderField[] = [
    [':method', hop.method],
    [':scheme', protocol.slice(0, -1)],
    [':authority', valueOf(hop.headers, 'host') ?? host],
    [':path', target],
  ];
  for (const field of hop.headers) {
    const name = field[0].toLowerCase();
    if (!LEFT_OUT.has(name)) headers.push(name === field[0] ? field : [name, field[1]]);
  }
  if (needsLength(hop)) headers.push(['content-length', String(hop.bodyBytes)]);
  return { method: hop.method, target, httpVersion: '2', headers, bodyLength: hop.bodyBytes };
}
