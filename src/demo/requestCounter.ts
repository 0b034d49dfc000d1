import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { HttpCall } from './httpCall.ts';

const requestsBySocket = new WeakMap<object, number>();

/** Counts `request` for the socket that carries it, an HTTP/2 session as a whole. */
export function countRequest(request: IncomingMessage | Http2ServerRequest): void {
  const socket = socketOf(request);
  requestsBySocket.set(socket, requestsOn(request) + 1);
}

/** Says which socket carried the request and how many came before it: keep-alive made visible. */
export function answerSocket(call: HttpCall): void {
  const { request, url } = call;
  const name = url.pathname.slice(1);
  const count = requestsOn(request);
  const word = count === 1 ? 'new' : 'reused';
  call.text(
    `${name}: HTTP/${request.httpVersion} from port ${request.socket.remotePort}, request ${count} on this socket (${word})\n`,
  );
}

function requestsOn(request: IncomingMessage | Http2ServerRequest): number {
  return requestsBySocket.get(socketOf(request)) ?? 0;
}

function socketOf(request: IncomingMessage | Http2ServerRequest): object {
  return 'stream' in request ? (request.stream.session ?? request.stream) : request.socket;
}
