import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { closedPort } from './httpServers.ts';
import { folderWith, isMissing, startServer } from './programs.ts';
import type { ServerIdentity } from './tlsCertificates.ts';

const program = '/usr/sbin/haproxy';

/** Reason to skip a test that needs HAProxy; `false` where it is there, and always in CI, where it must be. */
export const haproxyIsMissing = isMissing(program);

/** Ports of an HAProxy that runs until the end of its test. */
export interface Haproxy {
  plainPort: number;
  tlsPort: number;
}

/**
 * Starts HAProxy in front of a server of HTTP/1.1, over TLS with HTTP/2 too. `/hint` gets an early hint (RFC 8297),
 * `/dead` leads to a server that is not there.
 */
export async function startHaproxy(
  t: TestContext,
  { key, cert }: ServerIdentity,
  serverPort: number,
): Promise<Haproxy> {
  const ports = { plainPort: await closedPort(), tlsPort: await closedPort() };
  const folder = await folderWith(t, { 'both.pem': `${cert}\n${key}` });
  const configuration = `
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend front
  bind 127.0.0.1:${ports.plainPort}
  bind 127.0.0.1:${ports.tlsPort} ssl crt ${join(folder, 'both.pem')} alpn h2,http/1.1
  http-request early-hint Link "</style.css>; rel=preload" if { path /hint }
  use_backend dead if { path /dead }
  default_backend server
backend server
  server server 127.0.0.1:${serverPort}
backend dead
  server dead 127.0.0.1:${await closedPort()}
`;
  await writeFile(join(folder, 'haproxy.cfg'), configuration);
  await startServer(t, ports.tlsPort, program, ['-db', '-f', join(folder, 'haproxy.cfg')]);
  return ports;
}
