import { httpSentences } from './httpSentences.ts';
import type { Sentence } from './sentence.ts';
import { webSocketSentences } from './webSocketSentences.ts';
import type { WireErrorCode } from './wireError.ts';

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
  WB_BODY_FILE_CHANGED: {
    message:
      'The body file {0} was written to while it was sent: {1} bytes at first, {2} now. The request was broken off.',
    hint: 'Send again when nothing writes to the file.',
    params: ['path', 'size', 'sizeNow'],
  },
  WB_RESPONSE_FILE: {
    message: 'The response cannot be saved as {0}: {1}',
    hint: 'Check the path behind >> and whether its folder can be written to. Outside the workspace only VS Code saves, where the workspace is trusted.',
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
  WB_UNIX_NOT_FOUND: {
    message: 'There is no UNIX socket {0}.',
    hint: 'Start the server, or check the path: it ends in front of the next colon.',
    params: ['path'],
  },
  WB_UNIX_REFUSED: {
    message: 'Connection refused: nothing listens on the UNIX socket {0}.',
    hint: 'Start the server. Where the file is there, it is no socket, or the server that made it is gone.',
    params: ['path'],
  },
  WB_UNIX_FAILED: {
    message: 'No connection to the UNIX socket {0}: {1}.',
    hint: 'EACCES: you may not write to it. EINVAL: its path is too long, 107 bytes are the most.',
    params: ['path', 'systemCode'],
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
  WB_PROXY_SCRIPT: {
    message:
      '{0} is a script that chooses a proxy (PAC), and Wirebook runs none. Nothing was sent.',
    hint: 'Look in the script for the proxy of this host (PROXY host:port), and write it as “# @proxy http://host:port” or into http.proxy.',
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
    message: 'The script in {0} used more than 256 MB of memory and was stopped.',
    hint: 'It probably grows something for ever. What the server had answered was kept.',
    params: ['file'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const anyPhase = {
  WB_TIMEOUT: {
    message: 'The request took longer than {0}: {1} had come, and nothing in the last {2}.',
    hint: '“# @timeout” and “# @connection-timeout” set the limits. The Timeline shows where the time went.',
    params: ['limit', 'received', 'silence'],
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
  ...httpSentences,
  ...webSocketSentences,
  ...script,
  ...anyPhase,
};
