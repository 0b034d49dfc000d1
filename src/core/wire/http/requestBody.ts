import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { WireError } from '../../errors/wireError.ts';
import type { BodyPart } from '../../runner/preparedRequest.ts';

/** Bytes of a body, files included. Fails with `WB_BODY_FILE_MISSING` before anything is sent. */
export async function bodyLength(parts: readonly BodyPart[]): Promise<number> {
  let lengthBytes = 0;
  for (const part of parts) {
    lengthBytes += 'bytes' in part ? part.bytes.length : await fileLength(part.path);
  }
  return lengthBytes;
}

/** The body piece by piece; files are read as they are sent. */
export async function* bodyChunks(parts: readonly BodyPart[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if ('bytes' in part) yield part.bytes;
    else yield* createReadStream(part.path) as AsyncIterable<Buffer>;
  }
}

/** The body as one piece, where no part of it is a file; else `null`. */
export function bodyInMemory(parts: readonly BodyPart[]): Uint8Array | null {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    if (!('bytes' in part)) return null;
    pieces.push(part.bytes);
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

async function fileLength(path: string): Promise<number> {
  try {
    const facts = await stat(path);
    if (facts.isFile()) return facts.size;
  } catch (cause) {
    throw new WireError('WB_BODY_FILE_MISSING', 'prepare', { cause, params: { path } });
  }
  throw new WireError('WB_BODY_FILE_MISSING', 'prepare', { params: { path } });
}
