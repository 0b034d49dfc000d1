import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { closedPort } from './httpServers.ts';
import { folderWith, isMissing, startServer } from './programs.ts';
import type { ServerIdentity } from './tlsCertificates.ts';

const SQUID = '/usr/sbin/squid';
const DANTE = '/usr/sbin/danted';
const MICROSOCKS = '/usr/bin/microsocks';
const SSH = '/usr/bin/ssh';
const SSHD = '/usr/sbin/sshd';
const STUNNEL = '/usr/bin/stunnel4';

export const proxiesAreMissing =
  [SQUID, DANTE, MICROSOCKS, SSHD, STUNNEL].map(isMissing).find(Boolean) ?? false;

/** The user that the proxies of tests know; `apr1` is the password as `openssl passwd -apr1` writes it. */
export const user = {
  name: 'anna',
  password: 'geheim-12',
  apr1: '$apr1$wirebook$QFEAOv0H2joxSJTBVd9RC/',
};

/** Starts squid, an HTTP proxy; with `auth` it asks for the user; `further` are settings of its own. Answers its port. */
export async function startSquid(
  t: TestContext,
  auth: 'none' | 'basic' | 'digest' = 'none',
  further = '',
): Promise<number> {
  const port = await closedPort();
  const sha = createHash('md5').update(`${user.name}:squid:${user.password}`).digest('hex');
  const folder = await folderWith(t, {
    basic: `${user.name}:${user.apr1}\n`,
    digest: `${user.name}:squid:${sha}\n`,
  });
  // It runs as a user of its own, who must read this.
  await chmod(folder, 0o755);
  const demand = {
    none: 'http_access allow all',
    basic: demandOf('basic', `/usr/lib/squid/basic_ncsa_auth ${folder}/basic`),
    digest: demandOf('digest', `/usr/lib/squid/digest_file_auth -c ${folder}/digest`),
  };
  const settings = `
    http_port 127.0.0.1:${port}
    pid_filename none
    cache deny all
    access_log none
    cache_log /dev/null
    coredump_dir ${folder}
    pinger_enable off
    visible_hostname squid.test
    shutdown_lifetime 0
    dns_nameservers 127.0.0.1
    hosts_file /etc/hosts
    ${demand[auth]}
    ${further}
  `;
  const settingsFolder = await folderWith(t, { 'squid.conf': settings.replaceAll(/^ +/gm, '') });
  const args = ['-N', '-n', `wirebook${port}`, '-f', join(settingsFolder, 'squid.conf')];
  await startServer(t, port, SQUID, args);
  return port;
}

function demandOf(scheme: string, program: string): string {
  return `
    auth_param ${scheme} program ${program}
    auth_param ${scheme} realm squid
    auth_param ${scheme} children 1
    acl known proxy_auth REQUIRED
    http_access allow known
    http_access deny all`;
}

/** Starts stunnel, which speaks TLS and hands what it hears to another port: with an HTTP proxy behind it, an HTTPS proxy. */
export async function startStunnel(
  t: TestContext,
  { key, cert }: ServerIdentity,
  to: number,
): Promise<number> {
  const port = await closedPort();
  const folder = await folderWith(t, { 'both.pem': `${key}\n${cert}` });
  const settings = `foreground = yes
    pid =
    [proxy]
    accept = 127.0.0.1:${port}
    connect = 127.0.0.1:${to}
    cert = ${folder}/both.pem`;
  const settingsFolder = await folderWith(t, { 'stunnel.conf': settings });
  await startServer(t, port, STUNNEL, [join(settingsFolder, 'stunnel.conf')]);
  return port;
}

/** Starts microsocks, a SOCKS 5 proxy that asks for the user. */
export async function startMicrosocks(t: TestContext): Promise<number> {
  const port = await closedPort();
  const args = ['-i', '127.0.0.1', '-p', String(port), '-u', user.name, '-P', user.password];
  await startServer(t, port, MICROSOCKS, args);
  return port;
}

/** Starts the proxy of `ssh -D`, which speaks SOCKS 4, 4A and 5, with an SSH server of its own behind it. */
export async function startSshProxy(t: TestContext): Promise<number> {
  const serverPort = await closedPort();
  const port = await closedPort();
  const folder = await folderWith(t, {});
  const key = join(folder, 'key');
  await promisify(execFile)('/usr/bin/ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  await copyFile(`${key}.pub`, join(folder, 'authorized'));
  // Its unprivileged half wants this folder, which the system's own start makes.
  await mkdir('/run/sshd', { recursive: true });
  const settings = [
    `ListenAddress 127.0.0.1:${serverPort}`,
    `HostKey ${key}`,
    `AuthorizedKeysFile ${folder}/authorized`,
    'PidFile none',
    'StrictModes no',
    'PermitRootLogin yes',
  ];
  const settingsFolder = await folderWith(t, { sshd_config: settings.join('\n') });
  const config = join(settingsFolder, 'sshd_config');
  await startServer(t, serverPort, SSHD, ['-D', '-e', '-f', config]);
  await startServer(t, port, SSH, [
    '-N',
    `-D127.0.0.1:${port}`,
    `-p${serverPort}`,
    `-i${key}`,
    '-F/dev/null',
    '-oStrictHostKeyChecking=no',
    '-oUserKnownHostsFile=/dev/null',
    '127.0.0.1',
  ]);
  return port;
}

/** Starts Dante, a SOCKS 4 and 5 proxy, which lets everybody go everywhere but to `blockedPort`. */
export async function startDante(t: TestContext, blockedPort: number): Promise<number> {
  const port = await closedPort();
  const settings = `
    logoutput: stderr
    internal: 127.0.0.1 port = ${port}
    external: 127.0.0.1
    clientmethod: none
    socksmethod: none
    user.privileged: root
    user.unprivileged: nobody
    client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
    socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = ${blockedPort} }
    socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
  `;
  const folder = await folderWith(t, { 'danted.conf': settings });
  await startServer(t, port, DANTE, ['-f', join(folder, 'danted.conf')]);
  return port;
}
