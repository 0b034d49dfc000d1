import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PathParams } from './pathPattern.ts';

/** A request to upgrade to WebSocket (RFC 6455 §4.2), not answered yet. */
export interface WebSocketCall {
  request: IncomingMessage;
  socket: Duplex;
  url: URL;
  params: PathParams;
}

/** Answers an upgrade with a status other than 101 and a body, and closes. */
export function refuseUpgrade(socket: Duplex, status: number, body: unknown): void {
  const text = `${JSON.stringify(body, null, 2)}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...(status === 401 ? ['WWW-Authenticate: Bearer realm="Wirebook demo"'] : []),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
