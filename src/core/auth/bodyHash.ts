import { createHash } from 'node:crypto';
import { bodyChunks } from '../wire/http/requestBody.ts';
import type { MeasuredPart } from '../wire/http/requestBody.ts';

/** A body's hash in hex; files are read piece by piece. */
export async function bodyHash(algorithm: string, body: readonly MeasuredPart[]): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of bodyChunks(body)) hash.update(chunk);
  return hash.digest('hex');
}
