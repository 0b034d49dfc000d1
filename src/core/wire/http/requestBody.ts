import type { BodyPart } from '../../runner/preparedRequest.ts';
import { bodyFileChunks, measureBodyFile } from './bodyFile.ts';
import type { BodyFile } from './bodyFile.ts';

const NOTHING = new Uint8Array(0);

/** A part of a body of which it is known how long it is. */
export type MeasuredPart = { bytes: Uint8Array } | BodyFile;

/**
 * Looks at the files of a body; there is nothing to wait for where there are none. Fails with `WB_BODY_FILE_MISSING`
 * or `_REFUSED` before anything is sent.
 */
export function measureBody(parts: readonly BodyPart[]): MeasuredPart[] | Promise<MeasuredPart[]> {
  const known = parts.filter((part) => 'bytes' in part);
  if (known.length === parts.length) return known;
  return Promise.all(
    parts.map(async (part) => ('bytes' in part ? part : measureBodyFile(part.path))),
  );
}

/** Bytes of a body, files included. */
export function bodyLength(parts: readonly MeasuredPart[]): number {
  return parts.reduce(
    (sum, part) => sum + ('bytes' in part ? part.bytes.length : part.sizeBytes),
    0,
  );
}

/** The body piece by piece; files are read as they are sent. Fails with `WB_BODY_FILE_CHANGED`. */
export async function* bodyChunks(parts: readonly MeasuredPart[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if ('bytes' in part) yield part.bytes;
    else yield* bodyFileChunks(part);
  }
}

/** The body as one piece, where no part of it is a file; else `null`. */
export function bodyInMemory(parts: readonly MeasuredPart[]): Uint8Array | null {
  if (parts.length === 0) return NOTHING;
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    if (!('bytes' in part)) return null;
    pieces.push(part.bytes);
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}
