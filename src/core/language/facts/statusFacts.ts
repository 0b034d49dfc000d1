import type { Fact, Facts } from './fact.ts';

/** Status codes with their reason phrase (the IANA registry). */
const statusFacts: Facts = {
  '100 Continue': ['The head is accepted: send the body.', 'RFC 9110 §15.2.1'],
  '101 Switching Protocols': [
    'From here on the connection speaks Upgrade’s protocol.',
    'RFC 9110 §15.2.2',
  ],
  '103 Early Hints': ['Headers in advance, so that loading can begin.', 'RFC 8297'],
  '200 OK': ['The request succeeded.', 'RFC 9110 §15.3.1'],
  '201 Created': ['Something new was made; Location says where.', 'RFC 9110 §15.3.2'],
  '202 Accepted': ['Taken in, not yet done.', 'RFC 9110 §15.3.3'],
  '203 Non-Authoritative Information': ['A proxy has changed the response.', 'RFC 9110 §15.3.4'],
  '204 No Content': ['It succeeded, and there is nothing to send back.', 'RFC 9110 §15.3.5'],
  '205 Reset Content': ['It succeeded: clear the form.', 'RFC 9110 §15.3.6'],
  '206 Partial Content': ['The part that Range asked for.', 'RFC 9110 §15.3.7'],
  '207 Multi-Status': ['Several results, one for each resource.', 'RFC 4918 §11.1'],
  '300 Multiple Choices': ['There are several representations to choose from.', 'RFC 9110 §15.4.1'],
  '301 Moved Permanently': ['It is elsewhere for good; POST may become GET.', 'RFC 9110 §15.4.2'],
  '302 Found': ['It is elsewhere for now; POST may become GET.', 'RFC 9110 §15.4.3'],
  '303 See Other': ['Fetch the answer elsewhere, with GET.', 'RFC 9110 §15.4.4'],
  '304 Not Modified': ['What the client has is still right.', 'RFC 9110 §15.4.5'],
  '307 Temporary Redirect': ['It is elsewhere for now; method and body stay.', 'RFC 9110 §15.4.8'],
  '308 Permanent Redirect': ['It is elsewhere for good; method and body stay.', 'RFC 9110 §15.4.9'],
  '400 Bad Request': ['The server does not understand the request.', 'RFC 9110 §15.5.1'],
  '401 Unauthorized': [
    'Credentials are missing or wrong; WWW-Authenticate says which.',
    'RFC 9110 §15.5.2',
  ],
  '402 Payment Required': ['Reserved; some services ask for payment with it.', 'RFC 9110 §15.5.3'],
  '403 Forbidden': ['Understood and refused; other credentials may help.', 'RFC 9110 §15.5.4'],
  '404 Not Found': ['There is nothing here, or the server does not say.', 'RFC 9110 §15.5.5'],
  '405 Method Not Allowed': [
    'The resource does not take this method; Allow lists those it takes.',
    'RFC 9110 §15.5.6',
  ],
  '406 Not Acceptable': ['Nothing matches Accept and its kin.', 'RFC 9110 §15.5.7'],
  '407 Proxy Authentication Required': ['The proxy wants credentials.', 'RFC 9110 §15.5.8'],
  '408 Request Timeout': ['The request did not arrive in time.', 'RFC 9110 §15.5.9'],
  '409 Conflict': ['The request does not fit the present state.', 'RFC 9110 §15.5.10'],
  '410 Gone': ['It was here and will not come back.', 'RFC 9110 §15.5.11'],
  '411 Length Required': ['The server wants Content-Length.', 'RFC 9110 §15.5.12'],
  '412 Precondition Failed': ['If-Match or its kin does not hold.', 'RFC 9110 §15.5.13'],
  '413 Content Too Large': ['The body is larger than the server takes.', 'RFC 9110 §15.5.14'],
  '414 URI Too Long': ['The URL is longer than the server takes.', 'RFC 9110 §15.5.15'],
  '415 Unsupported Media Type': [
    'The server does not take this Content-Type or coding.',
    'RFC 9110 §15.5.16',
  ],
  '416 Range Not Satisfiable': ['The part asked for does not exist.', 'RFC 9110 §15.5.17'],
  '417 Expectation Failed': ['The server cannot do what Expect says.', 'RFC 9110 §15.5.18'],
  '418 I’m a Teapot': ['A joke of 1998; the number stays unused.', 'RFC 9110 §15.5.19'],
  '421 Misdirected Request': ['This server does not answer for that host.', 'RFC 9110 §15.5.20'],
  '422 Unprocessable Content': ['The form is right, the content is not.', 'RFC 9110 §15.5.21'],
  '423 Locked': ['The resource is locked.', 'RFC 4918 §11.3'],
  '424 Failed Dependency': ['An action that this one needs has failed.', 'RFC 4918 §11.4'],
  '425 Too Early': ['Not in TLS early data: it could be replayed.', 'RFC 8470 §5.2'],
  '426 Upgrade Required': ['Use the protocol that Upgrade names.', 'RFC 9110 §15.5.22'],
  '428 Precondition Required': ['Send If-Match, so that no update is lost.', 'RFC 6585 §3'],
  '429 Too Many Requests': ['Slow down; Retry-After may say for how long.', 'RFC 6585 §4'],
  '431 Request Header Fields Too Large': [
    'The headers are larger than the server takes.',
    'RFC 6585 §5',
  ],
  '451 Unavailable For Legal Reasons': ['The law forbids it.', 'RFC 7725 §3'],
  '500 Internal Server Error': ['Something went wrong inside the server.', 'RFC 9110 §15.6.1'],
  '501 Not Implemented': ['The server does not know this method.', 'RFC 9110 §15.6.2'],
  '502 Bad Gateway': ['The server behind the gateway gave a bad answer.', 'RFC 9110 §15.6.3'],
  '503 Service Unavailable': ['Overloaded or under maintenance.', 'RFC 9110 §15.6.4'],
  '504 Gateway Timeout': [
    'The server behind the gateway did not answer in time.',
    'RFC 9110 §15.6.5',
  ],
  '505 HTTP Version Not Supported': ['The server does not speak this version.', 'RFC 9110 §15.6.6'],
  '507 Insufficient Storage': ['The server has no room for it.', 'RFC 4918 §11.5'],
  '508 Loop Detected': ['The server went round in a circle.', 'RFC 5842 §7.2'],
  '511 Network Authentication Required': ['Sign in to the network first.', 'RFC 6585 §6'],
};

/** A status code with its phrase and its fact; `undefined` for a number that nobody registered. */
export function statusFact(code: string): { title: string; fact: Fact } | undefined {
  const title = Object.keys(statusFacts).find((key) => key.startsWith(`${code} `));
  const fact = statusFacts[title ?? ''];
  return title === undefined || fact === undefined ? undefined : { title, fact };
}

/** All sentences, for their translation. */
export const statusSentences: readonly string[] = Object.values(statusFacts).map(([text]) => text);
