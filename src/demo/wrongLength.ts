import type { HttpCall } from './httpCall.ts';

const body = Buffer.from('hello, and more than Content-Length says\n');
const announcedBytes = 5;

/** Sends more than it announces: what is behind the fifth byte belongs to no response (RFC 9112 §6.3). */
export function answerWrongLength(call: HttpCall): void {
  call.bytes(body, 'text/plain; charset=utf-8', 200, { 'content-length': announcedBytes });
}
