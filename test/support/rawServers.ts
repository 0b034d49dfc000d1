import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { TestContext } from 'node:test';
import { isMissing } from './programs.ts';

const socat = '/usr/bin/socat';

export const socatIsMissing = isMissing(socat);

/** A TCP server that follows a script; answers where it listens. */
export async function tcpServer(
  t: TestContext,
  script: (socket: Socket) => void,
): Promise<{ host: string; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    t.after(() => socket.destroy());
    script(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** socat as a server that gives everything to a program and back; answers its port. */
export async function startSocat(
  t: TestContext,
  kind: 'TCP' | 'UDP',
  program: string,
): Promise<number> {
  const port = kind === 'TCP' ? 0 : await freeUdpPort();
  const listen = kind === 'TCP' ? 'TCP-LISTEN:0' : `UDP-RECVFROM:${port}`;
  const args = ['-d', '-d', `${listen},bind=127.0.0.1,fork`, `EXEC:${program}`];
  const child = spawn(socat, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for await (const chunk of child.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    const found = /(?:listening|receiving) on AF=\d+ 127\.0\.0\.1:(\d+)/.exec(output);
    if (found === null) continue;
    child.stderr.resume();
    return Number(found[1]);
  }
  throw new Error(`socat does not listen: ${output}`);
}

/** A UDP port of 127.0.0.1 that nobody uses. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** A UDP socket that never says anything; answers its port. */
export async function silentUdpPort(t: TestContext): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.after(() => socket.close());
  return socket.address().port;
}
