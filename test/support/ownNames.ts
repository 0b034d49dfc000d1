import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** The library that answers `getaddrinfo` from a file of its own (Debian package `libnss-wrapper`). */
export function nssWrapper(): string | undefined {
  return globSync('/usr/lib/{,*/}libnss_wrapper.so')[0];
}

/** An environment in which a process resolves these names, and no others, in the order given. */
export async function ownNames(
  t: TestContext,
  names: Record<string, string[]>,
): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-names-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'hosts');
  const lines = Object.entries(names).flatMap(([name, addresses]) =>
    addresses.map((address) => `${address} ${name}\n`),
  );
  await writeFile(path, lines.join(''));
  return { LD_PRELOAD: nssWrapper() ?? '', NSS_WRAPPER_HOSTS: path };
}
