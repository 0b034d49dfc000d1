import type { TappedSocket } from '../dialer/tappedSocket.ts';
import { bodyChunks, bodyInMemory } from './requestBody.ts';
import type { Hop, RequestHead } from './hop.ts';
import { headBytes, sendsChunks } from './requestHead.ts';

const CRLF = Buffer.from('\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Called when the last byte has left, or with the error of the socket or of a file. */
type Written = (error?: Error | null) => void;

/** Asked when the head has left: answers whether the body is still wanted. */
type MayContinue = () => Promise<boolean>;

/** Writes head and body of an HTTP/1.1 request; between the two it waits for `mayContinue`, where given. */
export function writeRequest(
  socket: TappedSocket,
  hop: Hop,
  head: RequestHead,
  mayContinue: MayContinue | null,
  written: Written,
): void {
  const bytes = headBytes(head);
  const isChunked = sendsChunks(head.headers);
  const body = isChunked || mayContinue !== null ? null : bodyInMemory(hop.body);
  // A body in memory leaves with its head, in as few packets as possible.
  if (body !== null) socket.write(body.length === 0 ? [bytes] : [bytes, body], written);
  else writeApart(socket, bytes, hop, isChunked, mayContinue).then(() => written(), written);
}

async function writeApart(
  socket: TappedSocket,
  head: Buffer,
  hop: Hop,
  isChunked: boolean,
  mayContinue: MayContinue | null,
): Promise<void> {
  await write(socket, head);
  if (mayContinue !== null && !(await mayContinue())) return;
  await writeBody(socket, hop, isChunked);
}

async function writeBody(socket: TappedSocket, hop: Hop, isChunked: boolean): Promise<void> {
  for await (const chunk of bodyChunks(hop.body)) {
    if (chunk.length > 0) await write(socket, isChunked ? framed(chunk) : chunk);
  }
  if (isChunked) await write(socket, LAST_CHUNK);
}

/** One chunk of the chunked transfer coding (RFC 9112 §7.1). */
function framed(chunk: Uint8Array): Buffer {
  const size = Buffer.from(`${chunk.length.toString(16)}\r\n`);
  return Buffer.concat([size, chunk, CRLF]);
}

function write(socket: TappedSocket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write([bytes], (error) => (error ? reject(error) : resolve()));
  });
}
