import type { Duplex } from 'node:stream';
import { bodyChunks, bodyInMemory } from './requestBody.ts';
import type { Hop, RequestHead } from './hop.ts';
import { headBytes, sendsChunks } from './requestHead.ts';

const CRLF = Buffer.from('\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/**
 * Writes head and body of an HTTP/1.1 request; `mayContinue`, where given, is awaited between the two and answers
 * whether the body is still wanted. Resolves when the last byte has left; rejects with the socket's error.
 */
export async function writeRequest(
  stream: Duplex,
  hop: Hop,
  head: RequestHead,
  mayContinue: Promise<boolean> | null,
): Promise<void> {
  const bytes = headBytes(head);
  if (hop.bodyBytes === 0 && !sendsChunks(head.headers)) return write(stream, bytes);
  if (mayContinue === null) return writeTogether(stream, bytes, hop, head);
  await write(stream, bytes);
  if (await mayContinue) await writeBody(stream, hop, head);
}

/** A body in memory leaves with its head, in as few packets as possible. */
async function writeTogether(
  stream: Duplex,
  headAsBytes: Buffer,
  hop: Hop,
  head: RequestHead,
): Promise<void> {
  const body = bodyInMemory(hop.body);
  if (body === null || sendsChunks(head.headers)) {
    await write(stream, headAsBytes);
    return writeBody(stream, hop, head);
  }
  stream.cork();
  stream.write(headAsBytes);
  const written = write(stream, body);
  stream.uncork();
  return written;
}

async function writeBody(stream: Duplex, hop: Hop, head: RequestHead): Promise<void> {
  const isChunked = sendsChunks(head.headers);
  for await (const chunk of bodyChunks(hop.body)) {
    if (chunk.length > 0) await write(stream, isChunked ? framed(chunk) : chunk);
  }
  if (isChunked) await write(stream, LAST_CHUNK);
}

/** One chunk of the chunked transfer coding (RFC 9112 §7.1). */
function framed(chunk: Uint8Array): Buffer {
  const size = Buffer.from(`${chunk.length.toString(16)}\r\n`);
  return Buffer.concat([size, chunk, CRLF]);
}

function write(stream: Duplex, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
