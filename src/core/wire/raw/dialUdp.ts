import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { WireError } from '../../errors/wireError.ts';
import type { DialTarget } from '../dialer/connection.ts';
import { resolveHost } from '../dialer/lookup.ts';
import type { ResolvedAddress } from '../dialer/lookup.ts';
import { stoppingOf } from '../dialer/stopping.ts';
import type { ExchangeSink, WireRecorder } from '../sink.ts';
import type { DatagramParts } from './datagramChannel.ts';

/**
 * A UDP socket tied to the first address of the target, so that only its datagrams arrive and its ICMP errors are
 * heard. Nothing is sent by that. Fails with a `WireError` of phase dns or send; nothing is left open then.
 */
export async function dialUdp(
  wanted: DialTarget,
  sink: ExchangeSink,
  recorder: WireRecorder,
  signal: AbortSignal,
): Promise<DatagramParts> {
  const target = { ...wanted, host: wanted.host.replace(/^\[(.*)\]$/, '$1') };
  const stopping = stoppingOf(target, signal);
  if (signal.aborted) throw stopping.reason('dns');
  const [remote] = await resolveHost(target.host, sink, stopping);
  const { host, port } = target;
  if (remote === undefined) throw new WireError('WB_DNS_NOT_FOUND', 'dns', { params: { host } });
  const connection = recorder.openConnection();
  const socket = createSocket(remote.family === 6 ? 'udp6' : 'udp4');
  try {
    await connect(socket, remote, port);
  } catch (cause) {
    socket.close();
    connection.closed('error', 'WB_UDP_FAILED');
    throw new WireError('WB_UDP_FAILED', 'send', { cause, params: { host, port: String(port) } });
  }
  const local = pick(socket.address());
  const facts = { local, remote: pick(socket.remoteAddress()) };
  connection.opened({ origin: `udp://${host}:${port}`, ...facts, tls: null, proxy: null });
  sink.emit({ event: 'udp.connected', ...facts }, connection.id);
  return { socket, connection, sink, host, port };
}

async function connect(socket: Socket, { address }: ResolvedAddress, port: number): Promise<void> {
  const connected = once(socket, 'connect');
  socket.connect(port, address);
  await connected;
}

function pick({ address, port }: { address: string; port: number }) {
  return { address, port };
}
