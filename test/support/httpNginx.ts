import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { closedPort } from './httpServers.ts';
import { untilListening } from './programs.ts';
import type { ServerIdentity } from './tlsCertificates.ts';

const PROGRAM = '/usr/sbin/nginx';

/** Reason to skip a test that needs nginx; `false` where it is there, and always in CI, where it must be. */
export const nginxIsMissing: string | false =
  existsSync(PROGRAM) || process.env['CI'] === 'true' ? false : 'nginx is not installed';

/** Ports of an nginx that runs until the end of its test. */
export interface Nginx {
  plainPort: number;
  tlsPort: number;
  /** Path of a UNIX socket, plain HTTP. */
  socketPath: string;
  /** The same over TLS. */
  tlsSocketPath: string;
}

interface NginxWishes {
  /** How long an idle connection is kept. */
  keepAlive?: string;
  /** What `/behind/` leads to. */
  serverPort?: number;
}

/** Starts nginx with plain HTTP/1.1, and HTTP/1.1 and HTTP/2 over TLS. */
export async function startNginx(
  t: TestContext,
  identity: ServerIdentity,
  { keepAlive = '30s', serverPort = 1 }: NginxWishes = {},
): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-nginx-'));
  const ports = {
    plainPort: await closedPort(),
    tlsPort: await closedPort(),
    socketPath: join(folder, 'plain.sock'),
    tlsSocketPath: join(folder, 'tls.sock'),
  };
  await mkdir(join(folder, 'html'));
  await writeFile(join(folder, 'html', 'big.json'), JSON.stringify(Array(20_000).fill('nginx')));
  await writeFile(join(folder, 'key.pem'), identity.key);
  await writeFile(join(folder, 'cert.pem'), identity.cert);
  await writeFile(
    join(folder, 'nginx.conf'),
    configuration(folder, ports, { keepAlive, serverPort }),
  );
  const nginx = spawn(PROGRAM, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  });
  t.after(async () => {
    nginx.kill('SIGTERM');
    await new Promise((resolve) => nginx.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  });
  await untilListening(ports.tlsPort, nginx);
  return ports;
}

function configuration(
  folder: string,
  nginx: Nginx,
  { keepAlive, serverPort }: Required<NginxWishes>,
): string {
  const { plainPort, tlsPort, socketPath, tlsSocketPath } = nginx;
  return `
    daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
    events { worker_connections 64; }
    http {
      access_log off; root ${folder}/html; default_type application/json;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      gzip on; gzip_types application/json; keepalive_timeout ${keepAlive} ${keepAlive}; keepalive_requests 3;
      server {
        listen 127.0.0.1:${plainPort};
        listen 127.0.0.1:${tlsPort} ssl http2;
        listen unix:${socketPath};
        listen unix:${tlsSocketPath} ssl http2;
        ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
        location /behind/ {
          proxy_pass http://127.0.0.1:${serverPort}/; proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
        }
        location = /moved { return 301 /big.json; }
        location = /method { return 200 "$request_method $server_protocol $http_x_a"; }
      }
    }`;
}
