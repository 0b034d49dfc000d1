import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createDemoCertificate, isUsable, type DemoCertificate } from './certificate.ts';

const identityFile = 'demo-server.pem';
/** The authority's certificate in that folder. */
export const authorityFile = 'demo-ca.pem';
const pemBlock = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----\n?/g;

/** Where the command line keeps the demo server's certificate: the user's cache (XDG Base Directory). */
export function defaultCertificateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment['XDG_CACHE_HOME'] || environment['LOCALAPPDATA'];
  return join(cache || join(homedir(), '.cache'), 'wirebook');
}

/**
 * Reads the certificate kept in `folder`; makes and keeps a new one where there is none, it is damaged or it expires
 * soon. `demo-server.pem` (mode 0600) holds key and chain, `demo-ca.pem` the authority for clients to trust.
 */
export async function loadOrCreateCertificate(
  folder: string,
  now = new Date(),
): Promise<DemoCertificate> {
  const kept = await readCertificate(folder);
  if (kept && isUsable(kept, now)) return kept;
  const made = await createDemoCertificate(now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(join(folder, identityFile), made.keyPem + made.chainPem, 0o600);
  await replaceFile(join(folder, authorityFile), made.caPem, 0o644);
  return made;
}

async function readCertificate(folder: string): Promise<DemoCertificate | null> {
  const text = await readFile(join(folder, identityFile), 'utf8').catch(() => null);
  const [keyPem, leafPem, caPem] = text?.match(pemBlock) ?? [];
  return keyPem && leafPem && caPem ? { keyPem, chainPem: leafPem + caPem, caPem } : null;
}

/** Renaming is atomic: two servers that start at once never read half a file or a key of the other's chain. */
async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text, { mode });
  await chmod(temporary, mode);
  await rename(temporary, path);
}
