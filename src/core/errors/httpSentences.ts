import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of HTTP, whichever version. */
export const httpSentences = {
  WB_HTTP_PLAIN_ON_TLS_PORT: {
    message: '{0}:{1} speaks TLS, but the request was plain HTTP.',
    hint: 'Use https:// or wss:// for this port.',
    params: ['host', 'port'],
  },
  WB_HTTP_MALFORMED_STATUS_LINE: {
    message: 'The server’s status line is malformed: {0}',
    hint: 'A response begins with “HTTP/1.1 200 …” (RFC 9112 §4). The Wire tab shows what came.',
    params: ['excerpt'],
  },
  WB_HTTP_MALFORMED_HEADER: {
    message: 'A header line of the response is malformed: {0}',
    hint: 'A header line is “Name: value” (RFC 9112 §5). The Wire tab shows what came.',
    params: ['excerpt'],
  },
  WB_HTTP_UNASKED_SWITCH: {
    message: 'The server switched to another protocol that the request did not ask for: “{0}”.',
    hint: 'A server answers 101 only for a protocol that “Upgrade” of the request names (RFC 9110 §7.8). A WebSocket is opened with “WS” or a ws:// URL.',
    params: ['protocol'],
  },
  WB_HTTP_MALFORMED_CHUNK: {
    message: 'The chunked body is malformed: {0}',
    hint: 'A chunk begins with its size in hexadecimal (RFC 9112 §7.1). What came before it was kept.',
    params: ['excerpt'],
  },
  WB_HTTP_CHUNK_END: {
    message: 'A chunk of {0} bytes is not followed by CR LF but by {1}',
    hint: 'The chunk is longer than its size says, or CR LF is missing behind it (RFC 9112 §7.1). What came before it was kept.',
    params: ['size', 'excerpt'],
  },
  WB_HTTP_HEADERS_TOO_LARGE: {
    message: 'The response headers are larger than {0}.',
    hint: 'Wirebook stopped reading to protect its memory.',
    params: ['limit'],
  },
  WB_HTTP_FORBIDDEN_TRAILER: {
    message: 'The trailers hold the field {0}, which must stand in front of the body.',
    hint: 'RFC 9110 §6.5.1. The body is complete; what its trailers say was not believed.',
    params: ['name'],
  },
  WB_HTTP_BAD_LENGTH: {
    message: 'The body does not have the length that Content-Length says: {0} of {1}.',
    hint: 'RFC 9110 §8.6. The server counted wrongly, or something in between changed the body.',
    params: ['received', 'expected'],
  },
  WB_HTTP_STRAY_BYTES: {
    message: 'The server sent {0} more than its response holds, beginning with {1}',
    hint: 'The response ends where {2} says (RFC 9112 §6.3), and what was behind it is not its body: the server counted wrongly, or something in between wrote into the connection. curl and browsers drop such bytes without a word; like them, Wirebook kept the response and closed the connection. The Wire tab shows the bytes.',
    params: ['stray', 'excerpt', 'end'],
  },
  WB_HTTP_INFLATES_TOO_MUCH: {
    message: 'The body inflates without measure: {0} on the wire are more than {1} decoded.',
    hint: 'Decoding stopped to protect your machine. What was decoded was kept up to the limit of bodies.',
    params: ['received', 'limit'],
  },
  WB_HTTP_EVENT_TOO_LARGE: {
    message: 'An event of the stream is longer than {0} characters.',
    hint: 'An empty line ends an event ({1}); the server may not have written it. What came was kept up to the limit of bodies.',
    params: ['limit', 'section'],
  },
  WB_HTTP_CLOSED_BEFORE_RESPONSE: {
    message: 'The server closed the connection without an answer.',
    hint: 'It may have crashed, or it does not speak HTTP on this port. Where it speaks TLS, use https:// or wss://.',
    params: [],
  },
  WB_HTTP_CLOSED_IN_HEADERS: {
    message: 'The server closed the connection in the middle of the headers.',
    hint: 'What had come is in the Wire tab.',
    params: [],
  },
  WB_HTTP_CLOSED_IN_BODY: {
    message: 'The server closed the connection before the body was complete: {0} of {1}.',
    hint: 'What had come was kept.',
    params: ['received', 'expected'],
  },
  WB_HTTP_BAD_ENCODING: {
    message: 'The body is not valid {0}.',
    hint: 'The server announced this Content-Encoding, but the bytes do not decode (RFC 9110 §8.4).',
    params: ['encoding'],
  },
  WB_HTTP_TOO_MANY_REDIRECTS: {
    message: 'More than {0} redirects.',
    hint: 'The Timeline shows each hop; “# @no-redirect” shows the first answer.',
    params: ['limit'],
  },
  WB_HTTP_BAD_REDIRECT: {
    message: 'The redirect leads nowhere: {0}',
    hint: 'A redirect needs a Location with an http or https URL (RFC 9110 §15.4).',
    params: ['location'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
