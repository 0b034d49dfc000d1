import { access, constants, open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { WireError } from '../../errors/wireError.ts';

const chunkBytes = 64 * 1024;

/** A file that is sent as (a part of) a body, as it was when its length was told. */
export interface BodyFile {
  path: string;
  sizeBytes: number;
  /** Milliseconds since the epoch. */
  modifiedMs: number;
}

/** Looks at a file. Fails with `WB_BODY_FILE_MISSING`, or `WB_BODY_FILE_REFUSED` where it cannot be read. */
export async function measureBodyFile(path: string): Promise<BodyFile> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) {
    throw new WireError('WB_BODY_FILE_MISSING', 'prepare', { params: { path } });
  }
  await access(path, constants.R_OK).catch((cause: unknown) => {
    const params = { path, reason: 'it cannot be read.' };
    throw new WireError('WB_BODY_FILE_REFUSED', 'prepare', { cause, params });
  });
  return { path, sizeBytes: facts.size, modifiedMs: facts.mtimeMs };
}

/**
 * The content of a file as it is read. Its last piece is kept back until the file was found as it had been: a request
 * is broken off rather than sent with a content that nobody has written.
 */
export async function* bodyFileChunks(file: BodyFile): AsyncGenerator<Uint8Array> {
  const handle = await open(file.path).catch((cause: unknown) => {
    throw changed(file, 0, cause);
  });
  try {
    let held: Uint8Array | null = null;
    for await (const chunk of readChunks(handle, file.sizeBytes)) {
      if (held !== null) yield held;
      held = chunk;
    }
    const { size, mtimeMs } = await handle.stat();
    if (size !== file.sizeBytes || mtimeMs !== file.modifiedMs) throw changed(file, size);
    if (held !== null) yield held;
  } finally {
    await handle.close();
  }
}

/** At most `lengthBytes`; less where the file ends before. */
async function* readChunks(handle: FileHandle, lengthBytes: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < lengthBytes;) {
    const bytes = Buffer.allocUnsafe(Math.min(chunkBytes, lengthBytes - offset));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    if (bytesRead === 0) return;
    offset += bytesRead;
    yield bytes.subarray(0, bytesRead);
  }
}

function changed({ path, sizeBytes }: BodyFile, nowBytes: number, cause?: unknown): WireError {
  const params = { path, size: `${sizeBytes}`, sizeNow: `${nowBytes}` };
  return new WireError('WB_BODY_FILE_CHANGED', 'send', { params, cause });
}
