import type { HeaderField } from '../wireFacts.ts';
import { valueOf } from './headerFields.ts';
import type { Hop, RequestHead, ResponseHead } from './hop.ts';
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
  const fields = hop.headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers: HeaderField[] = [
    [':method', hop.method],
    [':scheme', protocol.slice(0, -1)],
    [':authority', valueOf(hop.headers, 'host') ?? host],
    [':path', target],
    ...fields.filter(([name]) => !LEFT_OUT.has(name)),
  ];
  if (needsLength(hop)) headers.push(['content-length', String(hop.bodyBytes)]);
  return { method: hop.method, target, httpVersion: '2', headers, bodyLength: hop.bodyBytes };
}

/** As Node takes them: values of one name together; text goes out as UTF-8, which Node wants as Latin-1. */
export function outgoingHeaders(head: RequestHead): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of head.headers) {
    const bytes = isAscii(value) ? value : Buffer.from(value, 'utf8').toString('latin1');
    const present = headers[name];
    headers[name] = present === undefined ? bytes : [present, bytes].flat();
  }
  return headers;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** What stands in for the raw list: Node before 24 may leave out the raw list. */
export function pairsOf(headers: Record<string, string | string[] | number | undefined>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => (each === undefined ? [] : [name, String(each)])),
  );
}

/** Pairs of Node's raw list, which keeps order and repetition. */
export function incomingFields(raw: readonly string[]): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    fields.push([raw[index]!, raw[index + 1]!]);
  return fields;
}

/** Head of an HTTP/2 response; HTTP/2 has no reason phrase (RFC 9113 §8.3.2). */
export function http2ResponseHead(raw: readonly string[]): ResponseHead {
  const headers = incomingFields(raw);
  const status = Number(valueOf(headers, ':status'));
  return { httpVersion: '2', status, reason: '', headers };
}
