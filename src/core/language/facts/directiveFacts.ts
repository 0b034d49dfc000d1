/** What a directive does, and values to offer for it; `${1:…}` is a placeholder. */
export interface DirectiveFact {
  sentence: string;
  values: readonly string[];
}

const of = (sentence: string, ...values: string[]): DirectiveFact => ({ sentence, values });
const time = ['500 ms', '5 s', '30 s', '2 m'];

/** Directives by canonical name, the most used first. */
export const directiveFacts: Readonly<Record<string, DirectiveFact>> = {
  name: of('Names the request: others refer to it by this name.'),
  title: of('Title of the request in lists.'),
  note: of('Asks before the request is sent; the text is the question.'),
  timeout: of('Time for the whole exchange, or for a WebSocket to open.', ...time),
  'connection-timeout': of('Time for lookup, TCP and TLS together.', ...time),
  'no-redirect': of('Shows a redirect instead of following it.'),
  'no-cookie-jar': of('Neither sends nor keeps cookies.'),
  insecure: of('Does not verify the server’s certificate.'),
  'no-reject-unauthorized': of('Does not verify the server’s certificate.'),
  ca: of('A PEM file with an authority to trust, for this request.', '${1:ca.pem}'),
  'connect-to': of(
    'Connects to another host and port; names, TLS and headers stay.',
    '${1:example.org}:${2:443}:${3:127.0.0.1}:${4:8443}',
  ),
  'tls-min': of('The oldest TLS to offer.', '1.0', '1.1', '1.2', '1.3'),
  'tls-max': of('The newest TLS to offer.', '1.2', '1.3'),
  'http-version': of('The version of HTTP; the request line wins.', '1.1', '2', '2-prior'),
  profile: of(
    'How many sockets an origin may have.',
    'browser',
    'urlsession',
    'node',
    'single',
    '6',
  ),
  subprotocol: of(
    'Subprotocols to offer (Sec-WebSocket-Protocol).',
    'graphql-transport-ws',
    'mqtt',
    'v12.stomp',
  ),
  deflate: of('“off” offers no compression of messages.', 'off', 'on'),
  'max-payload': of('The largest message accepted.', '64 kB', '1 MiB', '100 MB'),
  linger: of('Command line: how long to wait for more before closing.', '1 s', '5 s'),
  'force-region-delimiter': of('Only ### separates requests from here on.'),
  'no-gql-parsing': of('A body that looks like GraphQL is sent as it stands.'),
  connections: of('How many sockets an origin may have.', '1', '6'),
  'keep-streaming': of('Keeps a conversation open on the command line too.'),
  'curl-location': of('Follows redirects, whatever the settings say.'),
  'curl-compressed': of('Asks for a compressed response.'),
  graphql: of('The body is GraphQL.'),
  'line-end': of('How the lines of a text end when they are sent, the last one too.', 'crlf', 'lf'),
  mask: of('How frames are masked: off, or one key for all.', 'on', 'off', '0x37fa213d'),
  'auto-pong': of('Whether and when pings are answered.', 'on', 'off', '500 ms'),
  'ping-every': of('Sends a ping again and again.', '10 s', '30 s'),
  reconnect: of(
    'Takes a stream of server-sent events or a lost WebSocket up again; how many times.',
    '1',
    '10',
  ),
  'stop-on-failure': of('Whether a failed expectation ends the conversation.', 'on', 'off'),
  proxy: of('Sends the request through this proxy.', 'http://localhost:${1:3128}'),
  'no-proxy': of(
    'Sends the request past every proxy; with a list of hosts, past it for these alone.',
  ),
  'no-client-cert': of('Shows no client certificate.'),
  ref: of('Runs the named request first, if it has not run yet.'),
  'force-ref': of('Runs the named request first, each time.'),
  import: of('Makes the requests of another file known here.'),
  prompt: of('Asks for the value of a variable before sending.', '${1:name} ${2:question}'),
  secret: of('Asks for the value of a variable before sending, hidden.', '${1:name} ${2:question}'),
  disabled: of('Leaves the request out when all are sent.'),
  sleep: of('Waits before the request is sent.', ...time),
  loop: of('Sends the request several times.', 'for 3'),
  tag: of('Puts the request into a group.'),
};
