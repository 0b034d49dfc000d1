import type { HeaderField } from '../wire/wireFacts.ts';
import type { CopiedRequest } from './copiedRequest.ts';
import { contentOf, type Content, type ContentPart } from './content.ts';
import { shellWord } from './quoting.ts';

/** A command for curl 7.76 and newer. Of a WebSocket it does the handshake, which curl shows with its answer. */
export function curlCommand(request: CopiedRequest): string {
  const content = contentOf(request.body);
  const words = [
    `curl ${shellWord(request.url.replace(/^ws/, 'http'))}`,
    ...methodWords(request, content),
    ...headersOf(request).map(headerWord),
    ...contentWords(request, content),
    ...optionWords(request),
  ];
  return `${pipe(content)}${words.join(' \\\n  ')}\n`;
}

/** curl says GET, or POST where there is a body. */
function methodWords({ method }: CopiedRequest, { kind }: Content): string[] {
  if (method === 'HEAD' && kind === 'none') return ['--head'];
  const implied = kind === 'none' ? 'GET' : 'POST';
  return method === implied ? [] : [`--request ${shellWord(method)}`];
}

/** The key is that of RFC 6455 §1.2: any 16 bytes will do. */
function headersOf({ kind, headers }: CopiedRequest): HeaderField[] {
  if (kind !== 'websocket') return headers;
  return [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ...headers,
  ];
}

/** `Name;` is how curl sends a header without a value. */
function headerWord([name, value]: HeaderField): string {
  return `--header ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`;
}

function contentWords({ headers }: CopiedRequest, content: Content): string[] {
  if (content.kind === 'none') return [];
  // With a body curl adds the type of a form unless it is told not to.
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return [...(hasType ? [] : [`--header 'Content-Type:'`]), dataWord(content)];
}

function dataWord(content: Exclude<Content, { kind: 'none' }>): string {
  if (content.kind === 'text') return `--data-raw ${shellWord(content.text)}`;
  return `--data-binary ${content.kind === 'file' ? shellWord(`@${content.path}`) : '@-'}`;
}

/** What no argument can hold comes through standard input. */
function pipe(content: Content): string {
  if (content.kind !== 'parts') return '';
  return `{ ${content.parts.map(printCommand).join(' ')} } | `;
}

function printCommand(part: ContentPart): string {
  if ('path' in part) return `cat ${shellWord(part.path)};`;
  if ('text' in part) return `printf %s ${shellWord(part.text)};`;
  return `printf %s ${Buffer.from(part.bytes).toString('base64')} | base64 -d;`;
}

function optionWords({ kind, url, options }: CopiedRequest): string[] {
  const version = { '1.1': '--http1.1', '2': '--http2', '2-prior': '--http2-prior-knowledge' };
  const asked = kind === 'websocket' ? '1.1' : options.httpVersion;
  return [
    ...(kind === 'websocket' ? ['--include'] : []),
    ...(options.unixSocket ? [socketWord(options.unixSocket)] : []),
    ...(kind === 'sse' ? ['--no-buffer'] : []),
    ...(options.followRedirects && kind !== 'websocket' ? ['--location'] : []),
    ...(options.verifyTls || !/^(?:https|wss):/.test(url) ? [] : ['--insecure']),
    ...(asked === null ? [] : [version[asked]]),
    ...(options.timeoutMs === null ? [] : [`--max-time ${options.timeoutMs / 1000}`]),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
  ];
}

function socketWord({ path }: { path: string }): string {
  return path.startsWith('@')
    ? `--abstract-unix-socket ${shellWord(path.slice(1))}`
    : `--unix-socket ${shellWord(path)}`;
}
