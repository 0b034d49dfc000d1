import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { WireError } from '../../errors/wireError.ts';
import type { Direction, WireEventBody } from '../events.ts';
import type { ConnectionSink, ExchangeSink, WireRecorder } from '../sink.ts';
import type { Connection, DialTarget } from './connection.ts';
import { HelloWatch } from './helloWatch.ts';
import { resolveHost } from './lookup.ts';
import type { Stopping } from './stopping.ts';
import { stoppingOf } from './stopping.ts';
import { Tap } from './tap.ts';
import type { TapObserver } from './tap.ts';
import { connectTcp, localOf, remoteOf } from './tcp.ts';
import type { Secured } from './tlsHandshake.ts';
import { secure } from './tlsHandshake.ts';
import { trustContext } from './trust.ts';

/** The open socket and how to tell what happens on it. */
interface Line {
  socket: Socket;
  connection: ConnectionSink;
  emit: (event: WireEventBody) => void;
}

/**
 * Opens a socket to the target: name lookup, TCP and, where asked, TLS, each step as a phase and events of
 * `sink`. The caller ties the connection to its exchange (`sink.useConnection`) when it puts a request on it.
 * Fails with a `WireError` of phase dns, tcp or tls; nothing is left open then.
 */
export async function dial(
  wanted: DialTarget,
  sink: ExchangeSink,
  recorder: WireRecorder,
  signal: AbortSignal,
): Promise<Connection> {
  const target = { ...wanted, host: wanted.host.replace(/^\[(.*)\]$/, '$1') };
  const stopping = stoppingOf(target, signal);
  if (signal.aborted) throw stopping.reason('dns');
  // Before any phase begins: the first one reads all roots, which is no time of the wire.
  const trust = target.secure ? trustContext(target) : null;
  const addresses = await resolveHost(target.host, sink, stopping);
  const connection = recorder.openConnection();
  const emit = (event: WireEventBody): void => sink.emit(event, connection.id);
  const socket = await dialTcp(target, addresses, { sink, connection, emit, stopping });
  const line: Line = { socket, connection, emit };
  if (trust === null) return ready(line, target, socket, null);
  const secured = await dialTls(line, target, trust, { sink, stopping });
  return ready(line, target, secured.socket, secured);
}

interface TcpContext {
  sink: ExchangeSink;
  connection: ConnectionSink;
  emit: (event: WireEventBody) => void;
  stopping: Stopping;
}

async function dialTcp(
  target: DialTarget,
  addresses: Parameters<typeof connectTcp>[1],
  { sink, connection, emit, stopping }: TcpContext,
): Promise<Socket> {
  sink.phase('tcp', 'start');
  try {
    const socket = await connectTcp(target, addresses, emit, stopping);
    reportClose(socket, connection);
    return socket;
  } catch (error) {
    const code = error instanceof WireError ? error.code : String(error);
    connection.closed(code === 'WB_CANCELLED' ? 'local' : 'error', code);
    throw error;
  } finally {
    sink.phase('tcp', 'end');
  }
}

async function dialTls(
  { socket, connection, emit }: Line,
  target: DialTarget,
  trust: SecureContext,
  { sink, stopping }: { sink: ExchangeSink; stopping: Stopping },
): Promise<Secured> {
  const watch = new HelloWatch(connection, emit);
  sink.phase('tls', 'start');
  try {
    return await secure(new Tap(socket, watch, socket), target, { emit, watch, stopping, trust });
  } finally {
    sink.phase('tls', 'end');
  }
}

function ready(line: Line, target: DialTarget, under: Duplex, secured: Secured | null): Connection {
  const { socket, connection: sink } = line;
  const passed = (direction: Direction, chunk: Buffer): void => {
    const offset = sink.bytes(direction, chunk);
    connection.onPlaintext?.(direction, chunk, offset);
  };
  const observer: TapObserver = {
    incoming: (chunk) => passed('in', chunk),
    outgoing: (chunk) => passed('out', chunk),
  };
  const facts = {
    origin: originOf(target),
    local: localOf(socket),
    remote: remoteOf(socket),
    tls: secured?.facts ?? null,
    proxy: null,
  };
  sink.opened(facts);
  const stream = new Tap(under, observer, socket, facts.tls?.alpn ?? false, secured?.explain);
  const connection: Connection = {
    id: sink.id,
    facts,
    stream,
    sink,
    onPlaintext: null,
    requests: 0,
  };
  return connection;
}

function originOf(target: DialTarget): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host.toLowerCase();
  return `${target.scheme ?? (target.secure ? 'https' : 'http')}://${host}:${target.port}`;
}

/** Tells the recording who ended the socket: whoever sent the first FIN, or the error that broke it. */
function reportClose(socket: Socket, connection: ConnectionSink): void {
  let by: 'local' | 'remote' | 'error' = 'local';
  let reason: string | undefined;
  socket.once('end', () => {
    if (!socket.writableEnded) by = 'remote';
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    by = 'error';
    reason = error.code ?? error.message;
  });
  socket.once('close', () => connection.closed(by, reason));
}
