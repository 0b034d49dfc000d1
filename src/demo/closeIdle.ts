import type { IncomingMessage } from 'node:http';
import type { HttpCall } from './httpCall.ts';

const closing = new WeakSet<object>();

/**
 * Promises to keep the connection, and closes it when the next request is already on its way: the race that every
 * server with an idle timeout loses now and then. HTTP/1.1 only; an HTTP/2 server would say GOAWAY.
 */
export function answerThenClose(call: HttpCall): void {
  if (call.request.httpVersionMajor === 1) closing.add(call.request.socket);
  call.text('The next request on this connection gets no answer.\n');
}

/** Hangs up without a word where an earlier answer has promised to; true where it did. */
export function hangsUp({ httpVersionMajor, socket }: IncomingMessage): boolean {
  const ends = httpVersionMajor === 1 && closing.has(socket);
  if (ends) socket.end();
  return ends;
}
