import { parseConnectTo } from './connectTo.ts';
import { parseByteCount, parseDuration } from './duration.ts';
import { isProxyUrl, maskCredentials } from './proxyUrl.ts';
import type { Directive } from './requestFile.ts';
import { readLoop, readsDisabled, readSleepMs } from './runRules.ts';
import { readMask } from './stepForm.ts';
import { parseTlsVersion } from './tlsVersion.ts';

/** How the value of a directive is checked; `expected` completes the sentence of WB1011. */
interface DirectiveRule {
  expected: string;
  accepts(value: string): boolean;
  /** A number without a unit means seconds, which is said. */
  takesDuration?: boolean;
  /** How a value that is refused is told, where it may hold a password. */
  shown?(value: string): string;
  /** A value of another tool that has no effect here. */
  ignores?(value: string): boolean;
}

const anything: DirectiveRule = { expected: 'any text', accepts: () => true };
const duration: DirectiveRule = {
  expected: 'a time such as 500 ms, 5 s or 2 m',
  accepts: (value) => parseDuration(value) !== null,
  takesDuration: true,
};

const tlsVersion: DirectiveRule = {
  expected: '1.0, 1.1, 1.2 or 1.3',
  accepts: (value) => parseTlsVersion(value) !== null,
};

/** Its details are read when it is used: they may come from variables. */
const proxyUrl: DirectiveRule = {
  expected: 'a proxy such as http://localhost:3128 or socks5://localhost:1080',
  accepts: isProxyUrl,
  shown: maskCredentials,
};

/** Directives that have an effect in this version. */
export const activeDirectives = new Map<string, DirectiveRule>([
  ['name', anything],
  ['title', anything],
  ['prompt', anything],
  ['secret', anything],
  ['tag', anything],
  ['ref', anything],
  ['force-ref', anything],
  ['import', anything],
  ['disabled', { ...anything, ignores: (value) => !readsDisabled(value) }],
  ['loop', { ...anything, ignores: (value) => readLoop(value) === null }],
  [
    'sleep',
    {
      expected: 'a time such as 500 ms or 5 s',
      accepts: (value) => readSleepMs(value) !== null,
    },
  ],
  ['note', anything],
  ['no-redirect', anything],
  ['insecure', anything],
  ['no-reject-unauthorized', anything],
  ['no-cookie-jar', anything],
  ['curl-location', anything],
  ['curl-compressed', anything],
  ['keep-streaming', anything],
  ['graphql', anything],
  ['no-client-cert', anything],
  ['force-region-delimiter', anything],
  ['no-gql-parsing', anything],
  ['subprotocol', anything],
  ['timeout', duration],
  ['connection-timeout', duration],
  ['linger', duration],
  ['profile', oneOf(/^(?:browser|urlsession|node|single|[1-9]\d{0,4})$/)],
  [
    'connections',
    {
      expected: 'a number of connections',
      accepts: (value) => /^[1-9]\d{0,4}$/.test(value),
    },
  ],
  [
    'http-version',
    { expected: '1.1, 2 or 2-prior', accepts: (v) => /^(?:1\.1|2|2-prior)$/.test(v) },
  ],
  ['proxy', proxyUrl],
  ['no-proxy', anything],
  [
    'connect-to',
    {
      expected: 'host:port:other-host:other-port',
      accepts: (value) => parseConnectTo(value) !== null,
    },
  ],
  ['ca', anything],
  ['tls-min', tlsVersion],
  ['tls-max', tlsVersion],
  ['deflate', anything],
  ['stop-on-failure', choice('on or off', /^(?:on|off|true|false|yes|no)?$/i)],
  [
    'auto-pong',
    {
      expected: 'on, off or how long a pong waits, such as 2 s',
      accepts: (value) => /^(?:on|off)?$/i.test(value) || parseDuration(value) !== null,
      takesDuration: true,
    },
  ],
  ['line-end', choice('crlf or lf', /^(?:crlf|lf)$/i)],
  ['ping-every', duration],
  [
    'mask',
    {
      expected: 'on, off or a key such as 0x37fa213d',
      accepts: (value) => readMask(value.toLowerCase()) !== undefined,
    },
  ],
  [
    'reconnect',
    { expected: 'a number of times, or nothing', accepts: (value) => /^\d{0,6}$/.test(value) },
  ],
  [
    'max-payload',
    {
      expected: 'a size such as 64 kB or 100 MB',
      accepts: (value) => parseByteCount(value) !== null,
    },
  ],
]);

/** Directives of other tools that ask for what is so here anyway, or speak to readers: there is nothing to say of them. */
const fulfilledDirectives = new Set(
  (
    'description no-log no-auto-encoding accept attach-cookie-jar lang ' +
    'write-body-to-temporary-file kulala-vscode-restclient-compat'
  ).split(' '),
);

/** Directives of other tools without effect here, and what does the same; empty where nothing does. */
export const passiveDirectives = new Map<string, string>([
  ['save', '>> file'],
  ['ratelimit', '# @sleep 500 ms'],
  ['rate-limit', '# @sleep 500 ms'],
  ['env-json-key', '{{name.response.body.$.key}}'],
  ['env-header-key', '{{name.response.headers.Name}}'],
  ['file-to-variable', '<@ file'],
  ['kulala-file-contents-to-variable', '<@ file'],
  ['kulala-expect-status-code', '?? status == 200'],
  ['curl-resolve', '# @connect-to'],
  ['curl-http2', 'HTTP/2'],
  ['curl-user', 'Authorization: Basic user password'],
  ...(
    'debug verbose extension inject-variables jwt language no-response-view no-streaming-log open-with post-redirect-get ' +
    'response-ref jq stdin-cmd stdin-cmd-pre env-stdin-cmd env-stdin-cmd-pre use-os-credentials'
  )
    .split(' ')
    .map((name) => [name, ''] as const),
]);

const ofOtherTools = /^(?:curl|grpc|kulala)-/;

/** What does the same as a directive without effect; `null` for one that nobody knows or that is fulfilled. */
export function alternativeTo(name: string): string | null {
  return passiveDirectives.get(name) ?? (ofOtherTools.test(name) ? '' : null);
}

/** True for a directive that needs nothing to be done. */
export function isFulfilled(name: string): boolean {
  return fulfilledDirectives.has(name);
}

/** True where a directive stands and its value does not switch it off. */
export function isSwitchedOn(directives: readonly Directive[], wanted: string): boolean {
  // Every block asks this, and nearly none has it.
  for (let index = directives.length - 1; index >= 0; index -= 1) {
    const directive = directives[index];
    if (directive?.name === wanted) return !saysNo(directive.value?.text ?? '');
  }
  return false;
}

/** True for `false` and its kin. */
export function saysNo(value: string): boolean {
  return /^(?:false|off|no|0)$/i.test(value);
}

/** Directives that name or choose requests, or speak to people: their values stand as they are written. */
const literalDirectives = new Set(
  'name title prompt secret tag ref force-ref import disabled loop note'.split(' '),
);

/** True for a directive in whose value variables are replaced when its request is sent. */
export function takesVariables(name: string): boolean {
  return activeDirectives.has(name) && !literalDirectives.has(name);
}

/** Options of curl as kulala has them, `# @curl-max-time 5` or `# @kulala-curl--max-time 5`. */
const ofCurl: [option: string, directive: string][] = [
  ['insecure', 'insecure'],
  ['k', 'insecure'],
  ['location', 'curl-location'],
  ['l', 'curl-location'],
  ['compressed', 'curl-compressed'],
  ['max-time', 'timeout'],
  ['m', 'timeout'],
  ['timeout', 'timeout'],
  ['connect-timeout', 'connection-timeout'],
  ['proxy', 'proxy'],
  ['x', 'proxy'],
  ['noproxy', 'no-proxy'],
  ['cacert', 'ca'],
  ['connect-to', 'connect-to'],
];

/** Other tools' names for directives. */
const aliases = new Map<string, string>([
  ['delay', 'sleep'],
  ['kulala-prompt', 'prompt'],
  ...ofCurl.flatMap(([option, directive]) =>
    ['curl-', 'curl-global-', 'kulala-curl-', 'kulala-curl--'].map(
      (prefix) => [prefix + option, directive] as const,
    ),
  ),
]);

/** The one that was asked for last: the same directive often stands above each request. */
let last = { key: '', name: '' };

/** One spelling for `noRedirect`, `no-redirect` and `No-Redirect`, and for what other tools call it. */
export function canonicalDirectiveName(key: string): string {
  if (key !== last.key) last = { key, name: canonicalName(key) };
  return last.name;
}

function canonicalName(key: string): string {
  const name = /^[a-z-]*$/.test(key)
    ? key
    : key.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return aliases.get(name) ?? name;
}

function choice(expected: string, pattern: RegExp): DirectiveRule {
  return { expected, accepts: (value) => pattern.test(value) };
}

function oneOf(pattern: RegExp): DirectiveRule {
  return {
    expected: 'browser, urlsession, node, single or a number of connections',
    accepts: (value) => pattern.test(value),
  };
}
