import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { WireError } from '../../errors/wireError.ts';
import type { WireEventBody } from '../events.ts';
import type { Direction } from '../wireFacts.ts';
import type { Passage } from '../proxy/passProxy.ts';
import { passProxy } from '../proxy/passProxy.ts';
import { ProxyIntroduction } from '../proxy/proxyCredentials.ts';
import type { Route } from '../proxy/route.ts';
import { entranceFailure, routeTo, tunnelEnd } from '../proxy/route.ts';
import type { ConnectionSink, ExchangeSink, WireRecorder } from '../sink.ts';
import type { Connection, ConnectionFacts, DialTarget } from './connection.ts';
import { HelloWatch } from './helloWatch.ts';
import { resolveHost } from './lookup.ts';
import type { ResolvedAddress } from './lookup.ts';
import type { Stopping } from './stopping.ts';
import { stoppingOf } from './stopping.ts';
import { Tap } from './tap.ts';
import type { TapObserver } from './tap.ts';
import { TappedSocket } from './tappedSocket.ts';
import { connectTcp } from './tcp.ts';
import { localOf, remoteOf } from './tcpRace.ts';
import type { Secured } from './tlsHandshake.ts';
import { secure } from './tlsHandshake.ts';
import { trustContext } from './trust.ts';
import { unixAddress } from './unixAddress.ts';
import { connectUnix } from './unixSocket.ts';
import type { StopSignal } from '../stop.ts';

/** The open socket and how to tell what happens on it. */
interface Line {
  socket: Socket;
  connection: ConnectionSink;
  emit: (event: WireEventBody) => void;
}

/**
 * Opens a socket to the target, or over a proxy: name lookup, TCP, the proxy and, where asked, TLS, each step as a
 * phase and events of `sink`. The caller ties the connection to its exchange (`sink.useConnection`) when it puts a request on it.
 * Fails with a `WireError` of phase dns, tcp, proxy or tls; nothing is left open then.
 */
export async function dial(
  wanted: DialTarget,
  sink: ExchangeSink,
  recorder: WireRecorder,
  signal: StopSignal,
): Promise<Connection> {
  const target = { ...wanted, host: wanted.host.replace(/^\[(.*)\]$/, '$1') };
  const route = routeTo(target);
  const stopping = stoppingOf(route.entrance, signal);
  if (signal.aborted) throw stopping.reason('dns');
  // Before any phase begins: the first one reads all roots, which is no time of the wire.
  const trust = target.secure ? trustContext(target) : null;
  const context = { sink, stopping };
  const end = await tunnelEnd(route, sink, stopping);
  const { line, passage } = await arrive(route, end, recorder, context);
  const secured = trust && (await dialTls(line, passage.stream, target, trust, context));
  return ready(line, route, passage, secured);
}

/** Connects and goes over the proxy; on a new connection where the proxy asks who we are and closes. */
async function arrive(
  route: Route,
  end: { host: string; port: number },
  recorder: WireRecorder,
  context: DialContext,
): Promise<{ line: Line; passage: Passage }> {
  const introduction = route.proxy && new ProxyIntroduction(route.proxy);
  for (;;) {
    const line = await enter(route, recorder, context);
    const passage = await passProxy(route, end, { ...line, ...context, introduction });
    if (passage !== null) return { line, passage };
  }
}

interface DialContext {
  sink: ExchangeSink;
  stopping: Stopping;
}

/** Connects to the target, or to the proxy before it. */
async function enter(
  route: Route,
  recorder: WireRecorder,
  { sink, stopping }: DialContext,
): Promise<Line> {
  try {
    const addresses = await addressesOf(route.entrance, { sink, stopping });
    const connection = recorder.openConnection();
    const emit = (event: WireEventBody): void => sink.emit(event, connection.id);
    const context = { sink, connection, emit, stopping };
    const socket = await dialTcp(route.entrance, addresses, context);
    return { socket, connection, emit };
  } catch (error) {
    throw entranceFailure(route, error);
  }
}

/** A UNIX socket has none. */
async function addressesOf(
  { host, socketPath }: DialTarget,
  { sink, stopping }: DialContext,
): Promise<ResolvedAddress[]> {
  return typeof socketPath === 'string' ? [] : resolveHost(host, sink, stopping);
}

interface TcpContext extends DialContext {
  connection: ConnectionSink;
  emit: (event: WireEventBody) => void;
}

async function dialTcp(
  target: DialTarget,
  addresses: ResolvedAddress[],
  { sink, connection, emit, stopping }: TcpContext,
): Promise<Socket> {
  sink.phase('tcp', 'start');
  try {
    const { socketPath } = target;
    const socket = await (typeof socketPath === 'string'
      ? connectUnix(socketPath, emit, stopping)
      : connectTcp(target, addresses, emit, stopping));
    reportClose(socket, connection);
    return socket;
  } catch (error) {
    connection.closed(...neverOpened(error));
    throw error;
  } finally {
    sink.phase('tcp', 'end');
  }
}

/** Who gave up a socket that never opened, and why: the system's code says it best. */
function neverOpened(error: unknown): ['local' | 'error', string] {
  if (!(error instanceof WireError)) return ['error', String(error)];
  const { code, params } = error;
  return [code === 'WB_CANCELLED' ? 'local' : 'error', params['systemCode'] ?? code];
}

async function dialTls(
  { connection, emit }: Line,
  under: Socket,
  target: DialTarget,
  trust: SecureContext,
  { sink, stopping }: DialContext,
): Promise<Secured> {
  const watch = new HelloWatch(connection, emit);
  sink.phase('tls', 'start');
  try {
    return await secure(under, target, { emit, watch, stopping, trust });
  } finally {
    sink.phase('tls', 'end');
  }
}

function ready(
  { socket, connection: sink }: Line,
  { target, proxy, forwards }: Route,
  passage: Passage,
  secured: Secured | null,
): Connection {
  const passed = (direction: Direction, chunk: Buffer): void => {
    const offset = sink.bytes(direction, chunk);
    connection.onPlaintext?.(direction, chunk, offset);
  };
  const observer: TapObserver = {
    incoming: (chunk) => passed('in', chunk),
    outgoing: (chunk) => passed('out', chunk),
  };
  const facts: ConnectionFacts = {
    origin: originOf(target),
    local: localOf(socket),
    remote:
      typeof target.socketPath === 'string' ? unixAddress(target.socketPath) : remoteOf(socket),
    tls: secured?.facts ?? null,
    proxy: proxy?.shown ?? null,
    proxyTls: passage.tls,
  };
  sink.opened(facts);
  const under = secured?.socket ?? passage.stream;
  let stream: Tap | null = null;
  const connection: Connection = {
    id: sink.id,
    facts,
    get stream() {
      return (stream ??= new Tap(under, observer, secured?.explain));
    },
    socket: new TappedSocket(under, observer, socket, secured?.explain),
    sink,
    onPlaintext: null,
    requests: 0,
    forwarder: forwards ? proxy : null,
  };
  return connection;
}

function originOf(target: DialTarget): string {
  if (typeof target.socketPath === 'string') return `unix:${target.socketPath}`;
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
