import type { RequestKind } from './requestFile.ts';

/** Methods that are sent as they are: RFC 9110, RFC 5789, WebDAV and its kin, and what caches understand. */
const httpMethods = new Set(
  (
    'GET POST PUT DELETE PATCH HEAD OPTIONS CONNECT TRACE QUERY LINK UNLINK PURGE BAN REFRESH ' +
    'LOCK UNLOCK PROPFIND PROPPATCH COPY MOVE MKCOL MKCALENDAR MKREDIRECTREF UPDATEREDIRECTREF ORDERPATCH ' +
    'ACL SEARCH REPORT CHECKOUT CHECKIN UNCHECKOUT MERGE MKACTIVITY MKWORKSPACE UPDATE LABEL ' +
    'BASELINE-CONTROL VERSION-CONTROL BIND REBIND UNBIND'
  ).split(' '),
);

const kindByKeyword = new Map<string, RequestKind>([
  ['WEBSOCKET', 'websocket'],
  ['WS', 'websocket'],
  ['WSS', 'websocket'],
  ['SSE', 'sse'],
  ['EVENTSOURCE', 'sse'],
  ['GRAPHQL', 'graphql'],
  ['TCP', 'tcp'],
  ['TLS', 'tls'],
  ['UDP', 'udp'],
  ...'GRPC MQTT MQTTS AMQP RABBITMQ KAFKA STOMP SOCKETIO RSOCKET'
    .split(' ')
    .map((keyword) => [keyword, 'unsupported'] as const),
]);

const kindByScheme = new Map<string, RequestKind>([
  ['http', 'http'],
  ['https', 'http'],
  ['http+unix', 'http'],
  ['https+unix', 'http'],
  ['ws', 'websocket'],
  ['wss', 'websocket'],
  ['ws+unix', 'websocket'],
  ['wss+unix', 'websocket'],
  ['tcp', 'tcp'],
  ['tls', 'tls'],
  ['udp', 'udp'],
]);

/** The kind of a method or keyword in capitals, `undefined` when nobody knows it. */
export function kindOfMethod(method: string): RequestKind | undefined {
  return httpMethods.has(method) ? 'http' : kindByKeyword.get(method);
}

/** The kind that a URL's scheme stands for; `undefined` where it has none. */
export function kindOfScheme(url: string): RequestKind | undefined {
  if (!url.includes(':/') || !/^[a-z][a-z0-9+.-]{0,19}:\/(?:\/|(?<=\+unix:\/))/i.test(url))
    return undefined;
  return kindByScheme.get(url.slice(0, url.indexOf(':')).toLowerCase()) ?? 'unsupported';
}

/** True for conversations without a protocol of their own: a line `GET /` in them is data. */
export function isRaw(kind: RequestKind): boolean {
  return kind === 'tcp' || kind === 'tls' || kind === 'udp';
}

/** True for the kinds whose body is a conversation. */
export function hasConversation(kind: RequestKind): boolean {
  return kind === 'websocket' || isRaw(kind);
}
