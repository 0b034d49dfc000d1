import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { closedPort } from './httpServers.ts';
import type { RunningProgram } from './programs.ts';
import { folderWith, isMissing, startServer } from './programs.ts';
import type { ServerIdentity, TestAuthority } from './tlsCertificates.ts';

const PROGRAM = '/usr/bin/openssl';

export const opensslIsMissing = isMissing(PROGRAM);

/** An `openssl s_server` that answers HTTP with what it knows of the connection. */
export interface OpensslServer extends RunningProgram {
  port: number;
}

/** Starts `openssl s_server -www` with further arguments; `clients` issues the client certificates that it takes. */
export async function startOpenssl(
  t: TestContext,
  { key, cert }: ServerIdentity,
  args: string[] = [],
  clients?: TestAuthority,
): Promise<OpensslServer> {
  const port = await closedPort();
  const files = { 'key.pem': key, 'cert.pem': cert, 'clients.pem': clients?.pem ?? '' };
  const folder = await folderWith(t, files);
  const demand = clients === undefined ? [] : ['-CAfile', join(folder, 'clients.pem')];
  const server = await startServer(t, port, PROGRAM, [
    's_server',
    '-www',
    `-accept=127.0.0.1:${port}`,
    `-key=${join(folder, 'key.pem')}`,
    `-cert=${join(folder, 'cert.pem')}`,
    ...demand,
    ...args,
  ]);
  return { ...server, port };
}

/** Packs key and certificate as PKCS #12. */
export async function packPfx(
  t: TestContext,
  { key, cert }: ServerIdentity,
  passphrase: string,
): Promise<Buffer> {
  const folder = await folderWith(t, { 'key.pem': key, 'cert.pem': cert });
  const { stdout } = await promisify(execFile)(
    PROGRAM,
    [
      'pkcs12',
      '-export',
      `-passout=pass:${passphrase}`,
      `-inkey=${join(folder, 'key.pem')}`,
      `-in=${join(folder, 'cert.pem')}`,
    ],
    { encoding: 'buffer' },
  );
  return stdout;
}
