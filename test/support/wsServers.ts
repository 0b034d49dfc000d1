import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { TestContext } from 'node:test';
import type { ServerOptions, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

const HEAD_END = '\r\n\r\n';

/** A `ws` server on a free port that ends with the test; answers its URL. */
export async function webSocketServer(
  t: TestContext,
  onConnection: (socket: WebSocket) => void,
  options: ServerOptions = {},
): Promise<string> {
  const host = options.host ?? '127.0.0.1';
  const server = new WebSocketServer({ host, port: 0, ...options });
  server.on('connection', onConnection);
  await once(server, 'listening');
  t.after(async () => {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  return `ws://${host}:${(server.address() as AddressInfo).port}/`;
}

/** What a client did to a scripted server. */
export interface ScriptedServer {
  url: string;
  /** The upgrade request, once it has come. */
  head: Promise<string>;
  /** Everything received behind the upgrade request; complete when the client has ended its side. */
  received: Promise<Buffer>;
}

/**
 * A server that follows a script, however wrong, instead of the protocol. The script is called with the socket
 * and the client's key once the whole upgrade request has come.
 */
export async function scriptedServer(
  t: TestContext,
  script: (socket: Socket, key: string) => void,
): Promise<ScriptedServer> {
  const head = Promise.withResolvers<string>();
  const received = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    let headLength = 0;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (headLength > 0) return;
      const text = Buffer.concat(chunks).toString('latin1');
      const end = text.indexOf(HEAD_END);
      if (end < 0) return;
      headLength = end + HEAD_END.length;
      head.resolve(text.slice(0, headLength));
      script(socket, /^sec-websocket-key: *(.*)\r$/im.exec(text)?.[1] ?? '');
    });
    socket.on('close', () => received.resolve(Buffer.concat(chunks).subarray(headLength)));
  });
  await listen(t, server);
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}/`, head: head.promise, received: received.promise };
}

async function listen(t: TestContext, server: Server): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** A correct 101, with more header lines if given. */
export function switchingProtocols(key: string, ...lines: string[]): string {
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOf(key)}`,
    ...lines,
    '\r\n',
  ].join('\r\n');
}

/** RFC 6455 §4.2.2, written anew: a test must not use what it tests. */
export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** Header, masking key and a code without a reason. */
const CLOSE_FRAME_BYTES = 8;

/** Code of the close frame that a client's bytes end with; `null` where there is none. */
export function closeCodeSent(bytes: Buffer): number | null {
  // Not looked for: a masking key may have the same bytes.
  const at = bytes.length - CLOSE_FRAME_BYTES;
  if (at < 0 || bytes.readUInt16BE(at) !== 0x8882) return null;
  const mask = bytes.readUInt16BE(at + 2);
  return bytes.readUInt16BE(at + 6) ^ mask;
}
