import type { CopiedRequest, CopiedMessage } from './copiedRequest.ts';
import { contentOf, type Content, type ContentPart } from './content.ts';
import { pythonString as literal } from './quoting.ts';

/** A script for Python 3.8 and newer: `http.client`, which sends headers as they are, or the package `websockets`. */
export function pythonScript(request: CopiedRequest): string {
  return request.kind === 'websocket' ? webSocketScript(request) : httpScript(request);
}

function httpScript(request: CopiedRequest): string {
  const content = contentOf(request.body);
  const url = new URL(request.url);
  const secure = url.protocol === 'https:';
  const { unixSocket } = request.options;
  const has = (wanted: string): boolean =>
    request.headers.some(([name]) => name.toLowerCase() === wanted);
  const skipped = [...(has('host') ? ['skip_host=True'] : []), 'skip_accept_encoding=True'];
  const needsLength =
    content.kind !== 'none' && !has('content-length') && !has('transfer-encoding');
  return [
    'import http.client',
    ...(unixSocket ? ['import socket'] : []),
    ...(secure && (unixSocket || !request.options.verifyTls) ? ['import ssl'] : []),
    ...(usesBase64(content) ? ['import base64'] : []),
    '',
    ...(content.kind === 'none' ? [] : [`body = ${bodyExpression(content)}`]),
    `connection = http.client.${connectionCall(request, url)}`,
    ...socketLines(request, url),
    `connection.putrequest(${literal(request.method)}, ${literal(url.pathname + url.search)}, ${skipped.join(', ')})`,
    ...request.headers.map(
      ([name, value]) => `connection.putheader(${literal(name)}, ${valueExpression(value)})`,
    ),
    ...(needsLength ? ['connection.putheader("Content-Length", str(len(body)))'] : []),
    `connection.endheaders(${content.kind === 'none' ? '' : 'body'})`,
    'response = connection.getresponse()',
    'print(response.status, response.reason)',
    'print(response.read().decode("utf-8", "replace"))',
    '',
  ].join('\n');
}

function connectionCall({ options }: CopiedRequest, url: URL): string {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? [] : [url.port];
  const timeout = options.timeoutMs === null ? [] : [`timeout=${options.timeoutMs / 1000}`];
  const context = secure && !options.verifyTls ? ['context=ssl._create_unverified_context()'] : [];
  const host = literal(url.hostname.replace(/^\[|\]$/g, ''));
  const args = [host, ...port, ...timeout, ...context].join(', ');
  return `${secure ? 'HTTPSConnection' : 'HTTPConnection'}(${args})`;
}

/** http.client connects by name only: it is given a connection that is there. */
function socketLines({ options: { unixSocket, verifyTls } }: CopiedRequest, url: URL): string[] {
  if (!unixSocket) return [];
  const context = `ssl.${verifyTls ? 'create_default' : '_create_unverified'}_context()`;
  const wrapped = `${context}.wrap_socket(connection.sock, server_hostname=${literal(url.hostname)})`;
  return [
    'connection.sock = socket.socket(socket.AF_UNIX)',
    `connection.sock.connect(${systemPath(unixSocket)})`,
    ...(url.protocol === 'https:' ? [`connection.sock = ${wrapped}`] : []),
  ];
}

function systemPath({ path }: { path: string }): string {
  return literal(path.replace(/^@/, '\0'));
}

/** http.client writes text as Latin-1. */
function valueExpression(value: string): string {
  return /^[\x20-\x7e\t]*$/.test(value) ? literal(value) : `${literal(value)}.encode()`;
}

function usesBase64(content: Content): boolean {
  return content.kind === 'parts' && content.parts.some((part) => 'bytes' in part);
}

function bodyExpression(content: Exclude<Content, { kind: 'none' }>): string {
  if (content.kind === 'text') return partExpression(content);
  if (content.kind === 'file') return partExpression(content);
  return content.parts.map(partExpression).join(' + ');
}

function partExpression(part: ContentPart): string {
  if ('path' in part) return `open(${literal(part.path)}, "rb").read()`;
  return 'text' in part ? `${literal(part.text)}.encode()` : bytesExpression(part.bytes);
}

function bytesExpression(bytes: Uint8Array): string {
  return `base64.b64decode("${Buffer.from(bytes).toString('base64')}")`;
}

function webSocketScript({ url, headers, messages, options }: CopiedRequest): string {
  const protocols = headers
    .filter(([name]) => /^sec-websocket-protocol$/i.test(name))
    .flatMap(([, value]) => value.split(',').map((one) => literal(one.trim())));
  const others = headers.filter(([name]) => !/^sec-websocket-protocol$/i.test(name));
  const pairs = others.map(([name, value]) => `(${literal(name)}, ${literal(value)})`).join(', ');
  const insecure = !options.verifyTls && url.startsWith('wss:');
  const { unixSocket } = options;
  const args = [
    ...(unixSocket ? [systemPath(unixSocket), `uri=${literal(url)}`] : [literal(url)]),
    ...(protocols.length === 0 ? [] : [`subprotocols=[${protocols.join(', ')}]`]),
    ...(others.length === 0 ? [] : [`additional_headers=[${pairs}]`]),
    ...(insecure ? ['ssl=ssl._create_unverified_context()'] : []),
  ];
  const connect = unixSocket ? 'unix_connect' : 'connect';
  const hasBytes = messages.some((message) => 'bytes' in message);
  return [
    ...(hasBytes ? ['import base64'] : []),
    ...(insecure ? ['import ssl'] : []),
    'import asyncio',
    '',
    `from websockets import ${connect}  # pip install websockets; before 14 it says extra_headers`,
    '',
    '',
    'async def main():',
    `    async with ${connect}(${args.join(', ')}) as socket:`,
    ...messages.map(sendLine),
    '        async for message in socket:',
    '            print(message)',
    '',
    '',
    'asyncio.run(main())',
    '',
  ].join('\n');
}

function sendLine(message: CopiedMessage): string {
  const said = 'text' in message ? literal(message.text) : bytesExpression(message.bytes);
  return `        await socket.send(${said})`;
}
