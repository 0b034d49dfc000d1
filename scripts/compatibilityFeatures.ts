import type { DiagnosticCode } from '../src/core/request-file/diagnosticCatalogue.ts';
import { idleHandlers, isRunnable, type Handler } from '../src/core/request-file/handlerNode.ts';
import type {
  BodyInclude,
  BodyKind,
  RequestBlock,
  RequestKind,
  StepKind,
  Token,
} from '../src/core/request-file/requestFile.ts';
import { isSharedBlock } from '../src/core/request-file/sharedBlock.ts';

/** Something that request files have, how a block shows it, and the diagnostics that say it is not done. */
export interface Feature {
  name: string;
  has: (block: RequestBlock) => boolean;
  unless?: readonly DiagnosticCode[];
  /** Recognised, and never done in this version. */
  isIdle?: boolean;
}

/** The rows of the table of compatibility. */
export const features: readonly Feature[] = [
  { name: 'title after `###`', has: ({ title }) => title !== null },
  { name: 'requests without `###`', has: hasCode('WB1007') },
  { name: 'block without a request', has: (block) => block.request === null },
  {
    name: 'scripts of `### Shared`, for all requests',
    has: (block) => isSharedBlock(block) && block.handlers.some(isRunnable),
  },
  { name: 'URL without a method', has: (block) => block.request?.method === null },
  { name: 'URL over several lines', has: (block) => (block.request?.url.parts.length ?? 0) > 1 },
  { name: 'path with a `Host` header', has: hasUrl(/^\//) },
  { name: 'UNIX socket', has: hasUrl(/^(?:unix:|https?\+unix:)/) },
  {
    name: 'HTTP version',
    has: (block) => block.request !== null && block.request.httpVersion !== null,
    unless: ['WB1018'],
  },
  {
    name: '`curl` command',
    has: ({ tokens }) => tokens.some(isCurlOption),
  },
  {
    name: 'header over several lines',
    has: (block) =>
      block.request?.headers.some(({ value }) => value.range.line < value.range.endLine) ?? false,
  },
  {
    name: '`ClientCert: …`',
    has: (block) =>
      block.request?.headers.some(({ name }) => /^clientcert$/i.test(name.text)) ?? false,
  },
  handler('...headers of an object', 'headerSpread', 'WB2007'),
  handler('headers below `NOP`, for all requests', 'sharedHeader'),
  { name: 'name of a header without a colon', has: hasCode('WB1023') },
  body('text or JSON', 'text'),
  { name: 'comment lines in JSON, sent with a hint', has: hasCode('WB1013') },
  body('file', 'file'),
  body('multipart', 'multipart'),
  body('form', 'form'),
  { name: '`<@ file`, with variables', has: hasInclude(({ resolved }) => resolved) },
  { name: '`<@latin1 file`', has: hasInclude(({ encoding }) => encoding !== null) },
  kind('GraphQL', 'graphql'),
  {
    name: '`gql name < file`',
    has: hasInclude(({ operationName }) => operationName !== null),
  },
  handler('GraphQL fragment above the request', 'graphqlPart'),
  kind('event stream', 'sse'),
  kind('WebSocket', 'websocket'),
  ...(
    ['wait-for-server', 'expect', 'capture', 'wait', 'ping', 'close', 'frame', 'repeat'] as const
  ).map(step),
  kind('TCP', 'tcp'),
  kind('TLS', 'tls'),
  kind('UDP', 'udp'),
  kind('gRPC, MQTT, AMQP', 'unsupported', 'WB1008'),
  { name: '`@name = value`', has: ({ variables }) => variables.length > 0 },
  {
    name: '`@request_timeout` and its kin',
    has: ({ variables }) => variables.some(({ name }) => name.text.startsWith('request_')),
  },
  { name: '`@name := value`', has: ({ variables }) => variables.some(({ lazy }) => lazy) },
  script('script `< {% %}`, before', 'before', 'jetbrains'),
  script('script `> {% %}`, after', 'after', 'jetbrains'),
  script('script `{{ }}` of httpYac', null, 'httpyac'),
  handler('script from a file', 'scriptFile', 'WB1017'),
  handler('assertion `??`', 'assertion'),
  handler('response to a file `>>`', 'saveResponse', 'WB1021'),
  handler('response kept earlier `<>`', 'responseFile'),
  handler('recorded response', 'recordedResponse'),
  handler('`import file`', 'import'),
  handler('`run #name`', 'run'),
];

function isCurlOption(token: Token): boolean {
  return token.kind === 'curlOption';
}

function hasCode(wanted: DiagnosticCode): Feature['has'] {
  return ({ diagnostics }) => diagnostics.some(({ code }) => code === wanted);
}

function hasUrl(pattern: RegExp): Feature['has'] {
  return ({ request }) => request !== null && pattern.test(request.url.text);
}

function hasInclude(matches: (include: BodyInclude) => boolean): Feature['has'] {
  return ({ request }) =>
    request?.body.segments.some((segment) => segment.kind === 'file' && matches(segment)) ?? false;
}

function kind(name: string, wanted: RequestKind, ...unless: DiagnosticCode[]): Feature {
  return { name, has: ({ request }) => request?.kind === wanted, unless };
}

function body(name: string, wanted: BodyKind): Feature {
  return { name: `body: ${name}`, has: ({ request }) => request?.body.kind === wanted };
}

function step(wanted: StepKind): Feature {
  const has = ({ request }: RequestBlock) =>
    request?.messages.some((message) => message.step === wanted) ?? false;
  return { name: `\`=== ${wanted}\``, has, unless: ['WB4002'] };
}

function handler(name: string, wanted: Handler['kind'], ...unless: DiagnosticCode[]): Feature {
  const has = ({ handlers }: RequestBlock) => handlers.some(({ kind: each }) => each === wanted);
  return { name, has, unless, isIdle: idleHandlers.has(wanted) };
}

function script(name: string, position: Handler['position'] | null, dialect: string): Feature {
  const has = ({ handlers }: RequestBlock) =>
    handlers.some(
      (each) =>
        each.kind === 'script' &&
        each.dialect === dialect &&
        (position === null || each.position === position),
    );
  return { name, has, unless: ['WB1017'] };
}
