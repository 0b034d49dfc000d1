import { createHash } from 'node:crypto';
import type { BodyPart } from '../runner/preparedRequest.ts';
import { bodyChunks } from '../wire/http/requestBody.ts';

/** A body's hash in hex; files are read piece by piece. */
export async function bodyHash(algorithm: string, body: readonly BodyPart[]): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of bodyChunks(body)) hash.update(chunk);
  return hash.digest('hex');
}
