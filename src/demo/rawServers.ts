import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { listenOnLoopback } from './loopback.ts';
import { PortInUseError } from './portInUseError.ts';

/** Where the raw servers listen unless asked otherwise; another free port where it is taken. */
const usualPort = 7007;

/** Ports that were asked for; without one it is 7007, or a free one. */
export interface RawPorts {
  tcpPort?: number;
  udpPort?: number;
}

/** A TCP and a UDP echo that listen on loopback. */
export interface RawServers {
  tcpPort: number;
  udpPort: number;
  close(): void;
}

/** Starts both; rejects with `PortInUseError` where a port that was asked for is taken, nothing left open. */
export async function startRawServers({ tcpPort, udpPort }: RawPorts): Promise<RawServers> {
  const sockets = new Set<Socket>();
  const tcp = await orAnyPort(tcpPort, (port) => listenOnLoopback(() => tcpEcho(sockets), port));
  const closeTcp = (): void => {
    for (const server of tcp.servers) server.close();
    for (const socket of sockets) socket.destroy();
  };
  try {
    const udp = await orAnyPort(udpPort, listenUdp);
    const close = (): void => {
      closeTcp();
      for (const socket of udp.sockets) socket.close();
    };
    return { tcpPort: tcp.port, udpPort: udp.port, close };
  } catch (error) {
    closeTcp();
    throw error;
  }
}

async function orAnyPort<T>(
  wanted: number | undefined,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  if (wanted !== undefined) return listen(wanted);
  try {
    return await listen(usualPort);
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    return listen(0);
  }
}

/** Sends everything back; `two` is answered with two writes, which often arrive as one read. */
function tcpEcho(sockets: Set<Socket>): Server {
  return createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const answers = answersTo(chunk);
      for (const answer of answers) socket.write(answer);
    });
  });
}

function answersTo(received: Buffer): (Buffer | string)[] {
  return received.toString('latin1').trim() === 'two' ? ['first ', 'second\n'] : [received];
}

async function listenUdp(port: number): Promise<{ port: number; sockets: UdpSocket[] }> {
  const first = await bindUdp('udp4', port);
  if (first === null) throw new PortInUseError(port, null);
  const chosen = first.address().port;
  const second = await bindUdp('udp6', chosen);
  return { port: chosen, sockets: second === null ? [first] : [first, second] };
}

/** `null` where the address or its family is not to be had. */
async function bindUdp(type: 'udp4' | 'udp6', port: number): Promise<UdpSocket | null> {
  const socket = createSocket({ type, ipv6Only: type === 'udp6' });
  try {
    socket.bind(port, type === 'udp4' ? '127.0.0.1' : '::1');
    await once(socket, 'listening');
  } catch {
    // Taken, or there is no IPv6 here: the other family is enough.
    socket.close();
    return null;
  }
  socket.on('error', () => undefined);
  socket.on('message', (datagram, from) => {
    for (const answer of answersTo(datagram)) socket.send(answer, from.port, from.address);
  });
  return socket;
}
