import type { WireErrorCode } from './wireError.ts';

/**
 * What a failure says to people. `{0}`, `{1}` … are the params named in `params`, in that order, the same in both
 * sentences. The English text is the key of its translation.
 */
export interface Sentence {
  /** What happened. */
  message: string;
  /** What to try; empty where there is nothing to try. */
  hint: string;
  params: readonly string[];
}

const prepare = {
  WB_UNRESOLVED_VARIABLE: {
    message: 'The variable {0} has no value. Nothing was sent.',
    hint: 'Define it with @{0} = … in the file, or choose an environment that has it.',
    params: ['name'],
  },
  WB_PROMPT_CANCELLED: {
    message: 'The question for {0} was cancelled. Nothing was sent.',
    hint: 'Send the request again and answer, or define a variable instead of the question.',
    params: ['name'],
  },
  WB_REFERENCE_FAILED: {
    message: 'Nothing was sent: {0}',
    hint: 'Send the request that is referred to and look at its response.',
    params: ['reason'],
  },
  WB_NO_REQUEST: {
    message: 'There is no request here.',
    hint: 'Write a request line such as GET https://example.org or ws://localhost:8080/echo.',
    params: [],
  },
  WB_UNSUPPORTED_KIND: {
    message: 'Wirebook does not send {0} requests yet. Nothing was sent.',
    hint: 'HTTP, HTTPS, ws, wss, TCP, TLS and UDP are spoken.',
    params: ['kind'],
  },
  WB_INVALID_REQUEST: {
    message: 'The request cannot be sent: {0}',
    hint: 'Correct the request and send it again.',
    params: ['reason'],
  },
  WB_INVALID_URL: {
    message: 'The URL {0} is not valid. Nothing was sent.',
    hint: 'Write an absolute URL such as https://example.org/path, or a path and a Host header.',
    params: ['url'],
  },
  WB_INVALID_HEADER: {
    message: 'The header {0} was refused: {1} Nothing was sent.',
    hint: 'A field name is a token, and a field value holds no CR, LF or NUL (RFC 9110 §5.5).',
    params: ['name', 'reason'],
  },
  WB_BODY_FILE_MISSING: {
    message: 'The body file {0} was not found. Nothing was sent.',
    hint: 'The path is looked for beside the request file, then in the workspace folder.',
    params: ['path'],
  },
  WB_BODY_FILE_REFUSED: {
    message: 'The body file {0} cannot be sent: {1} Nothing was sent.',
    hint: '“< file” sends a file of any size as it is. “<@ file”, GraphQL and WebSocket messages read the whole file first.',
    params: ['path', 'reason'],
  },
  WB_NOT_TRUSTED: {
    message: 'Nothing is sent from a folder in Restricted Mode.',
    hint: 'Trust this workspace to send its requests.',
    params: [],
  },
  WB_OAUTH_INVALID: {
    message: 'No token can be asked for with “{0}”: {1} Nothing was sent.',
    hint: 'Correct “Security.Auth” in the environment file, or the variables that begin with the prefix.',
    params: ['name', 'reason'],
  },
  WB_OAUTH_REFUSED: {
    message: '{1} gave no token for “{0}”: {2}.',
    hint: 'The request was not sent. The exchange with the authorization server is in the list, its secrets masked.',
    params: ['name', 'host', 'reason'],
  },
  WB_OAUTH_CANCELLED: {
    message: 'The sign-in for “{0}” was not finished. The request was not sent.',
    hint: 'Send the request again, and sign in on the page that opens.',
    params: ['name'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const network = {
  WB_DNS_NOT_FOUND: {
    message: 'No address was found for the name {0}.',
    hint: 'Check the spelling of the host, your network or VPN, and the hosts file.',
    params: ['host'],
  },
  WB_DNS_FAILED: {
    message: 'The name {0} could not be looked up.',
    hint: 'The name server gave no answer: check the network, then try again.',
    params: ['host'],
  },
  WB_TCP_REFUSED: {
    message: 'Connection refused: nothing listens on {0}:{1}.',
    hint: 'Start the server, or check the port.',
    params: ['host', 'port'],
  },
  WB_UDP_REFUSED: {
    message:
      'No program receives datagrams on {0}:{1}: the host answered “port unreachable” (ICMP).',
    hint: 'Start the server, or check the port.',
    params: ['host', 'port'],
  },
  WB_UDP_FAILED: {
    message: 'No datagrams can be exchanged with {0}:{1}.',
    hint: 'The network has no way to that host: check the address and the VPN.',
    params: ['host', 'port'],
  },
  WB_TCP_TIMEOUT: {
    message: 'No answer from {0}:{1} within {2}.',
    hint: 'A firewall may drop the packets, or the host is down. “# @connection-timeout” sets the limit.',
    params: ['host', 'port', 'limit'],
  },
  WB_TCP_UNREACHABLE: {
    message: 'The host {0} cannot be reached from here.',
    hint: 'There is no route to it: check the network or VPN.',
    params: ['host'],
  },
  WB_TCP_FAILED: {
    message: 'No connection to {0}:{1}.',
    hint: 'The Timeline shows each address that was tried, and what it answered.',
    params: ['host', 'port'],
  },
  WB_PROXY_INVALID: {
    message: 'The proxy {0} is not valid. Nothing was sent.',
    hint: 'Write http://, https://, socks4://, socks4a://, socks5:// or socks5h://, then host and port.',
    params: ['proxy'],
  },
  WB_PROXY_UNREACHABLE: {
    message: 'The proxy {0} cannot be reached: {1}.',
    hint: 'Check http.proxy, the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY, or “# @proxy”. “# @no-proxy” goes without it.',
    params: ['proxy', 'reason'],
  },
  WB_PROXY_AUTH_REQUIRED: {
    message: 'The proxy {0} asks for a user and a password.',
    hint: 'Write them into its URL, as http://user:password@host:port, or into http.proxyAuthorization. It takes {1}.',
    params: ['proxy', 'schemes'],
  },
  WB_PROXY_AUTH_FAILED: {
    message: 'The proxy {0} does not accept this user and password.',
    hint: 'Check them; in a URL, characters such as @ and : are percent-encoded. It takes {1}.',
    params: ['proxy', 'schemes'],
  },
  WB_PROXY_BAD_ANSWER: {
    message: '{0} does not answer as such a proxy does.',
    hint: 'It answered {1}. Check the scheme of the proxy (http, https, socks4, socks5) and its port.',
    params: ['proxy', 'received'],
  },
  WB_PROXY_CLOSED: {
    message: 'The proxy {0} closed the connection before it was through.',
    hint: 'It may not allow this target, or it speaks another protocol on this port.',
    params: ['proxy'],
  },
  WB_PROXY_FAILED: {
    message: 'The proxy {0} did not connect us to {1}: {2}.',
    hint: 'The proxy was reached; what is behind it was not, or it does not allow it. “# @no-proxy” goes without it.',
    params: ['proxy', 'target', 'reason'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const tls = {
  WB_TLS_SELF_SIGNED: {
    message: 'The certificate is self-signed.',
    hint: '{0} presented a certificate that no authority you trust has signed ({1}, valid until {2}). Nothing was sent. Trust it for this host, or send once without checking (“# @insecure”).',
    params: ['host', 'subject', 'notAfter'],
  },
  WB_TLS_UNKNOWN_AUTHORITY: {
    message: 'The certificate comes from an authority you do not trust.',
    hint: '{0} presented a certificate ({1}) issued by {2}, which is not among the trusted roots. Nothing was sent. Trust that authority for this host, or have the server send the missing intermediate certificate.',
    params: ['host', 'subject', 'issuer'],
  },
  WB_TLS_EXPIRED: {
    message: 'The certificate has expired.',
    hint: 'The certificate of {0} ({1}) was valid until {2}. Nothing was sent. Renew it on the server; check this machine’s clock.',
    params: ['host', 'subject', 'notAfter'],
  },
  WB_TLS_NOT_YET_VALID: {
    message: 'The certificate is not valid yet.',
    hint: 'The certificate of {0} ({1}) becomes valid on {2}. Nothing was sent. Check this machine’s clock and the server’s.',
    params: ['host', 'subject', 'notBefore'],
  },
  WB_TLS_WRONG_HOST: {
    message: 'The certificate is for another host.',
    hint: 'You asked for {0}, but the certificate is for {1}. Nothing was sent. Use one of these names, or have the certificate issued for {0}.',
    params: ['host', 'names'],
  },
  WB_TLS_NOT_TLS: {
    message: '{0}:{1} does not speak TLS.',
    hint: 'It answered in plain text ({2}). Use http:// or ws:// for this port.',
    params: ['host', 'port', 'received'],
  },
  WB_TLS_FAILED: {
    message: 'The TLS handshake with {0} failed: {1}.',
    hint: 'The Connection tab shows what was offered and what was answered.',
    params: ['host', 'reason'],
  },
  WB_TLS_VERSION: {
    message: '{0} and we have no version of TLS in common.',
    hint: 'We offered {1}; the server answered {2}. “# @tls-min” and “# @tls-max” set what is offered, from 1.0 to 1.3.',
    params: ['host', 'offered', 'reason'],
  },
  WB_TLS_CLIENT_CERTIFICATE_REQUIRED: {
    message: '{0} asks for a client certificate.',
    hint: 'The server ended the handshake with {1}. Give it one that it accepts: the setting wirebook.certificates says which is for which host.',
    params: ['host', 'reason'],
  },
  WB_TLS_CLIENT_CERTIFICATE_REFUSED: {
    message: '{0} does not accept our client certificate.',
    hint: 'The server ended the handshake with {1}. Check its validity, and that the server trusts its authority.',
    params: ['host', 'reason'],
  },
  WB_TLS_CLIENT_CERTIFICATE: {
    message: 'The client certificate for {0} cannot be used: {1}. Nothing was sent.',
    hint: 'Check that key and certificate belong together, and the passphrase.',
    params: ['host', 'reason'],
  },
  WB_TLS_KEY_LOG: {
    message: 'The key log {0} cannot be written. Nothing was sent.',
    hint: 'Check the path and who may write there, or take it out of wirebook.tls.keyLogFile.',
    params: ['file'],
  },
  WB_TLS_BAD_AUTHORITY: {
    message:
      'The authority {0} cannot be trusted: it is missing or is no certificate in PEM. Nothing was sent.',
    hint: 'Check the setting wirebook.tls.ca: PEM begins with “-----BEGIN CERTIFICATE-----”.',
    params: ['name'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const http = {
  WB_HTTP_PLAIN_ON_TLS_PORT: {
    message: '{0}:{1} speaks TLS, but the request was plain HTTP.',
    hint: 'Use https:// or wss:// for this port.',
    params: ['host', 'port'],
  },
  WB_HTTP_MALFORMED_STATUS_LINE: {
    message: 'The server’s status line is malformed: {0}',
    hint: 'A response begins with “HTTP/1.1 200 …” (RFC 9112 §4). The Wire tab shows what came.',
    params: ['line'],
  },
  WB_HTTP_MALFORMED_HEADER: {
    message: 'A header line of the response is malformed: {0}',
    hint: 'A header line is “Name: value” (RFC 9112 §5). The Wire tab shows what came.',
    params: ['line'],
  },
  WB_HTTP_MALFORMED_CHUNK: {
    message: 'The chunked body is malformed: {0}',
    hint: 'A chunk begins with its size in hexadecimal (RFC 9112 §7.1). What came before it was kept.',
    params: ['line'],
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
  WB_HTTP_INFLATES_TOO_MUCH: {
    message: 'The body inflates without measure: {0} on the wire are more than {1} decoded.',
    hint: 'Decoding stopped to protect your machine. What was decoded was kept up to the limit of bodies.',
    params: ['received', 'limit'],
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
  WB_HTTP2_FAILED: {
    message: 'The server ended the HTTP/2 stream with {0}.',
    hint: 'RFC 9113 §7 lists the error codes. “HTTP/1.1” on the request line avoids HTTP/2.',
    params: ['reason'],
  },
  WB_HTTP2_MALFORMED: {
    message: 'The server’s answer breaks HTTP/2, so stream {0} was reset with {1}.',
    hint: 'RFC 9113 §8.1. The Frames tab shows what came.',
    params: ['stream', 'reason'],
  },
  WB_HTTP2_BAD_PREFACE: {
    message: 'The server does not speak HTTP/2: its first frame is no SETTINGS.',
    hint: 'RFC 9113 §3.4 wants SETTINGS first. “HTTP/1.1” on the request line avoids HTTP/2.',
    params: [],
  },
  WB_HTTP2_FRAME_TOO_LARGE: {
    message:
      'The server sent an HTTP/2 frame of {0} bytes, more than SETTINGS_MAX_FRAME_SIZE allows.',
    hint: 'RFC 9113 §4.2. The Frames tab shows the frame.',
    params: ['bytes'],
  },
  WB_HTTP2_FLOW_CONTROL: {
    message: 'The server sent more data on HTTP/2 stream {0} than its flow-control window allows.',
    hint: 'RFC 9113 §6.9.1. The Frames tab shows the frame that went too far.',
    params: ['stream'],
  },
  WB_HTTP2_BAD_HPACK: {
    message: 'The server’s HTTP/2 headers cannot be decoded: its header block is no HPACK.',
    hint: 'RFC 9113 §4.3 and RFC 7541. The Frames tab shows the frame.',
    params: [],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const webSocket = {
  WB_WS_REFUSED: {
    message: 'The server refused the upgrade with status {0}.',
    hint: 'A WebSocket opens with 101 Switching Protocols (RFC 6455 §4.2.2). Its headers and body say why it did not.',
    params: ['status'],
  },
  WB_WS_BAD_UPGRADE: {
    message: 'The answer to the upgrade is wrong: {0}',
    hint: 'A 101 answer carries “Upgrade: websocket” and “Connection: Upgrade” (RFC 6455 §4.1).',
    params: ['reason'],
  },
  WB_WS_BAD_ACCEPT: {
    message: 'Sec-WebSocket-Accept is wrong: {0} instead of {1}.',
    hint: 'It is the base64 of the SHA-1 of the key and a fixed GUID (RFC 6455 §4.2.2). A cache or a server that does not know WebSocket may have answered.',
    params: ['accept', 'expected'],
  },
  WB_WS_BAD_SUBPROTOCOL: {
    message: 'The server chose the subprotocol {0}, which was not offered.',
    hint: 'The server may only choose among those in Sec-WebSocket-Protocol (RFC 6455 §4.1).',
    params: ['protocol'],
  },
  WB_WS_BAD_EXTENSION: {
    message: 'The server’s Sec-WebSocket-Extensions cannot be accepted: {0}',
    hint: 'The server may only choose among the offered extensions (RFC 6455 §9.1).',
    params: ['reason'],
  },
  WB_WS_CLOSED_IN_UPGRADE: {
    message: 'The server closed the connection during the upgrade.',
    hint: 'It may not know WebSocket on this path, or a proxy in between does not.',
    params: [],
  },
  WB_WS_RESERVED_BIT: {
    message: 'A frame has the reserved bit {0} set.',
    hint: 'No extension that uses it was negotiated (RFC 6455 §5.2). Closed with 1002.',
    params: ['bit'],
  },
  WB_WS_UNKNOWN_OPCODE: {
    message: 'A frame has the unknown opcode {0}.',
    hint: 'Only 0, 1, 2, 8, 9 and 10 are defined (RFC 6455 §5.2). Closed with 1002.',
    params: ['opcode'],
  },
  WB_WS_MASKED_FRAME: {
    message: 'The server sent a masked frame.',
    hint: 'Only a client masks its frames (RFC 6455 §5.1). Closed with 1002.',
    params: [],
  },
  WB_WS_BAD_UTF8: {
    message: 'A text message is not valid UTF-8.',
    hint: 'Text is UTF-8; other bytes go in binary messages (RFC 6455 §8.1). Closed with 1007.',
    params: [],
  },
  WB_WS_CONTROL_TOO_LONG: {
    message: 'A control frame is {0} bytes long.',
    hint: 'A control frame holds 125 bytes at most (RFC 6455 §5.5). Closed with 1002.',
    params: ['length'],
  },
  WB_WS_CONTROL_FRAGMENTED: {
    message: 'A control frame is fragmented.',
    hint: 'Control frames must not be fragmented (RFC 6455 §5.5). Closed with 1002.',
    params: [],
  },
  WB_WS_BAD_CONTINUATION: {
    message: 'The fragments are out of order: {0}',
    hint: 'A message is one first frame and its continuation frames, with only control frames in between (RFC 6455 §5.4). Closed with 1002.',
    params: ['reason'],
  },
  WB_WS_BAD_LENGTH: {
    message: 'A frame’s length is wrongly encoded: {0}',
    hint: 'The length takes the fewest bytes possible, and its highest bit is 0 (RFC 6455 §5.2). Closed with 1002.',
    params: ['reason'],
  },
  WB_WS_BAD_CLOSE_CODE: {
    message: 'The server closed with the invalid code {0}.',
    hint: 'Codes below 1000, 1004–1006, 1015–2999 and above 4999 must not be sent (RFC 6455 §7.4). Closed with 1002.',
    params: ['code'],
  },
  WB_WS_BAD_CLOSE_PAYLOAD: {
    message: 'The close frame’s payload is malformed: {0}',
    hint: 'It is empty, or a two-byte code and a reason in UTF-8 (RFC 6455 §5.5.1).',
    params: ['reason'],
  },
  WB_WS_BAD_DEFLATE: {
    message: 'A compressed message does not inflate.',
    hint: 'permessage-deflate was negotiated, but the bytes are not valid DEFLATE (RFC 7692 §7.2.2). Closed with 1007.',
    params: [],
  },
  WB_WS_MESSAGE_TOO_LARGE: {
    message: 'A message is larger than {0}.',
    hint: '“# @max-payload” sets the limit. Closed with 1009.',
    params: ['limit'],
  },
  WB_WS_ABNORMAL_CLOSE: {
    message: 'The connection ended without a closing handshake (1006).',
    hint: 'The server crashed, or something between dropped the connection, such as an idle timeout (RFC 6455 §7.1.5).',
    params: [],
  },
  WB_WS_CLOSE_TIMEOUT: {
    message: 'The server did not answer the close frame within {0}.',
    hint: 'The socket was closed without its answer (RFC 6455 §7.1.1).',
    params: ['limit'],
  },
  WB_WS_CLOSED_EARLY: {
    message: 'The connection was closed before the conversation was over, at the step in line {0}.',
    hint: 'What the server sent last says why it ended it. What had come was kept.',
    params: ['line'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const script = {
  WB_SCRIPT_FAILED: {
    message: 'The script in {0} stopped at line {1}: {2}',
    hint: 'A script sees client, request, response, crypto and console; it has no files, no network and no modules.',
    params: ['file', 'line', 'reason'],
  },
  WB_SCRIPT_TIMEOUT: {
    message: 'The script in {0} took longer than 5 s and was stopped.',
    hint: 'It probably loops for ever. What the server had answered was kept.',
    params: ['file'],
  },
  WB_SCRIPT_MEMORY: {
    message: 'The script in {0} used more than 64 MB of memory and was stopped.',
    hint: 'It probably grows something for ever. What the server had answered was kept.',
    params: ['file'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const anyPhase = {
  WB_TIMEOUT: {
    message: 'The request took longer than {0}.',
    hint: '“# @timeout” and “# @connection-timeout” set the limits. The Timeline shows where the time went.',
    params: ['limit'],
  },
  WB_CONNECTION_RESET: {
    message: 'The connection was reset by the other side.',
    hint: 'The server, or something in between, dropped it. What had come was kept.',
    params: [],
  },
  WB_CANCELLED: { message: 'Cancelled.', hint: '', params: [] },
  WB_ENGINE_CRASHED: {
    message: 'The engine stopped unexpectedly.',
    hint: 'The next request starts it again. Its open sockets are closed.',
    params: [],
  },
  WB_INTERNAL: {
    message: 'Something went wrong inside Wirebook: {0}',
    hint: 'Please report it with the request that caused it.',
    params: ['reason'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

/** The sentences of every failure, by code. */
export const sentences: Record<WireErrorCode, Sentence> = {
  ...prepare,
  ...network,
  ...tls,
  ...http,
  ...webSocket,
  ...script,
  ...anyPhase,
};
