import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { closedPort } from './httpServers.ts';
import { folderWith, isMissing, startServer } from './programs.ts';

const PROGRAM = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';

/** Reason to skip a test that needs Apache httpd. */
export const apacheIsMissing = isMissing(PROGRAM);

/** Starts Apache httpd with a page that only `user` may read, by Digest access authentication; resolves with its port. */
export async function startApache(
  t: TestContext,
  credentials: { user: string; password: string },
): Promise<number> {
  const folder = await folderWith(t, { passwords: passwordLine(credentials) });
  const port = await closedPort();
  await mkdir(join(folder, 'html', 'private'), { recursive: true });
  await writeFile(join(folder, 'html', 'private', 'page.txt'), 'from apache');
  await writeFile(join(folder, 'httpd.conf'), configuration(folder, port));
  // Apache gives up root, and must still read the files.
  await chmod(folder, 0o755);
  await startServer(t, port, PROGRAM, ['-X', '-d', folder, '-f', join(folder, 'httpd.conf')]);
  return port;
}

const REALM = 'wirebook tests';

function passwordLine({ user, password }: { user: string; password: string }): string {
  const hash = createHash('md5').update(`${user}:${REALM}:${password}`).digest('hex');
  return `${user}:${REALM}:${hash}\n`;
}

function configuration(folder: string, port: number): string {
  const modules = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user'];
  const lines = [...modules, 'auth_digest', 'alias'].map(
    (name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`,
  );
  return `
    ${lines.join('\n')}
    Listen 127.0.0.1:${port}
    ServerName 127.0.0.1
    User #65534
    PidFile ${folder}/httpd.pid
    ErrorLog ${folder}/error.log
    DocumentRoot ${folder}/html
    Redirect /moved /private/page.txt
    <Location /private>
      AuthType Digest
      AuthName "${REALM}"
      AuthDigestProvider file
      AuthUserFile ${folder}/passwords
      AuthDigestDomain /private
      Require valid-user
    </Location>`;
}
