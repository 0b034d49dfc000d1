import type { HeaderField } from '../wire/wireFacts.ts';
import type { CopiedRequest, CopiedMessage } from './copiedRequest.ts';
import { contentOf, type Content, type ContentPart } from './content.ts';
import { javaScriptString as literal } from './quoting.ts';

/** A module for Node.js 22 and newer: `fetch`, or the built-in WebSocket. Without files it runs in browsers too. */
export function javaScript(request: CopiedRequest): string {
  return request.kind === 'websocket' ? webSocketScript(request) : fetchScript(request);
}

function fetchScript(request: CopiedRequest): string {
  const content = contentOf(request.body);
  const { method, url, headers, options } = request;
  const lines = [
    ...socketLines(request, 'fetch'),
    ...warnings(request),
    `const response = await fetch(${literal(url)}, {`,
    `  method: ${literal(method)},`,
    ...(headers.length === 0 ? [] : ['  headers: [', ...headerLines(request), '  ],']),
    ...(content.kind === 'none' ? [] : [`  body: ${bodyExpression(content)},`]),
    ...(options.unixSocket ? ['  dispatcher,'] : []),
    ...(options.followRedirects ? [] : ['  redirect: "manual",']),
    ...(options.timeoutMs === null ? [] : [`  signal: AbortSignal.timeout(${options.timeoutMs}),`]),
    '});',
    'console.log(response.status, response.statusText);',
    'console.log(await response.text());',
  ];
  return `${imports(content)}${lines.join('\n')}\n`;
}

/** What is built into Node.js takes no UNIX socket; the package that it is made from does. */
function socketLines({ options: { unixSocket } }: CopiedRequest, name: string): string[] {
  if (!unixSocket) return [];
  const path = literal(unixSocket.path.replace(/^@/, '\0'));
  return [
    `import { Agent, ${name} } from "undici"; // npm install undici`,
    '',
    `const dispatcher = new Agent({ connect: { socketPath: ${path} } });`,
  ];
}

function warnings({ options, url, method, body }: CopiedRequest): string[] {
  const insecure = !options.verifyTls && url.startsWith('https:');
  const bodyOfGet = ['GET', 'HEAD'].includes(method) && body.length > 0;
  return [
    ...(insecure
      ? ['// Run with NODE_TLS_REJECT_UNAUTHORIZED=0: the certificate is not verified.']
      : []),
    ...(bodyOfGet ? [`// fetch refuses a body with ${method}.`] : []),
  ];
}

/** Pairs, because an object holds a name only once. */
function headerLines({ headers }: CopiedRequest): string[] {
  return headers.map((header) => `    ${pairOf(header)},`);
}

/** fetch takes one character for each byte of a value. */
function pairOf([name, value]: HeaderField): string {
  const bytes = `Buffer.from(${literal(value)}).toString("latin1")`;
  return `[${literal(name)}, ${/^[\x20-\x7e\t]*$/.test(value) ? literal(value) : bytes}]`;
}

function imports(content: Content): string {
  const readsFile =
    content.kind === 'file' ||
    (content.kind === 'parts' && content.parts.some((part) => 'path' in part));
  return readsFile ? 'import { readFile } from "node:fs/promises";\n\n' : '';
}

/** Bytes, because fetch adds a content type to text. */
function bodyExpression(content: Exclude<Content, { kind: 'none' }>): string {
  if (content.kind === 'text') return `new TextEncoder().encode(${literal(content.text)})`;
  if (content.kind === 'file') return `await readFile(${literal(content.path)})`;
  return `Buffer.concat([${content.parts.map(partExpression).join(', ')}])`;
}

function partExpression(part: ContentPart): string {
  if ('path' in part) return `await readFile(${literal(part.path)})`;
  return 'text' in part ? `Buffer.from(${literal(part.text)})` : bytesExpression(part.bytes);
}

function bytesExpression(bytes: Uint8Array): string {
  return `Buffer.from(${literal(Buffer.from(bytes).toString('base64'))}, "base64")`;
}

function webSocketScript(request: CopiedRequest): string {
  const {
    url,
    headers,
    messages,
    options: { unixSocket },
  } = request;
  const protocols = headers.filter(([name]) => /^sec-websocket-protocol$/i.test(name));
  const others = headers.filter((header) => !protocols.includes(header));
  const offered = protocols.flatMap(([, value]) => value.split(',').map((one) => one.trim()));
  const pairs = others.map(pairOf).join(', ');
  const options = [
    ...(offered.length === 0 ? [] : [`protocols: [${offered.map(literal).join(', ')}]`]),
    ...(others.length === 0 ? [] : [`headers: [${pairs}]`]),
    ...(unixSocket ? ['dispatcher'] : []),
  ];
  const second = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
  return [
    ...socketLines(request, 'WebSocket'),
    `const socket = new WebSocket(${literal(url)}${second});`,
    'socket.binaryType = "arraybuffer";',
    'socket.onmessage = ({ data }) => console.log(data);',
    'socket.onclose = ({ code, reason }) => console.log("closed", code, reason);',
    'socket.onopen = () => {',
    ...messages.map(sendLine),
    '};',
    '',
  ].join('\n');
}

function sendLine(message: CopiedMessage): string {
  const said = 'text' in message ? literal(message.text) : bytesExpression(message.bytes);
  return `  socket.send(${said});`;
}
