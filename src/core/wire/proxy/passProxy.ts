import type { Socket } from 'node:net';
import { WireError } from '../../errors/wireError.ts';
import type { TlsFacts } from '../dialer/connection.ts';
import { HelloWatch } from '../dialer/helloWatch.ts';
import type { Stopping } from '../dialer/stopping.ts';
import { secure } from '../dialer/tlsHandshake.ts';
import { trustContext } from '../dialer/trust.ts';
import type { WireEventBody } from '../events.ts';
import type { ConnectionSink, ExchangeSink } from '../sink.ts';
import { openHttpTunnel } from './httpTunnel.ts';
import type { ProxyScheme } from './proxy.ts';
import type { ProxyIntroduction } from './proxyCredentials.ts';
import type { Route } from './route.ts';
import { openSocks4 } from './socks4.ts';
import { openSocks5 } from './socks5.ts';
import type { TunnelContext } from './tunnelContext.ts';
import { authorityOf } from './tunnelContext.ts';

/** What passing a proxy works on. */
export interface PassContext {
  socket: Socket;
  connection: ConnectionSink;
  emit: (event: WireEventBody) => void;
  sink: ExchangeSink;
  stopping: Stopping;
  /** `null` where there is no proxy. */
  introduction: ProxyIntroduction | null;
}

/** A stream on the other side of the proxy, and what TLS agreed on with the proxy itself. */
export interface Passage {
  stream: Socket;
  tls: TlsFacts | null;
}

const OPENERS: Record<ProxyScheme, (context: TunnelContext) => Promise<number | null>> = {
  http: openHttpTunnel,
  https: openHttpTunnel,
  socks4: openSocks4,
  socks4a: openSocks4,
  socks5: openSocks5,
  socks5h: openSocks5,
};

/**
 * Goes over the proxy of a route, where it has one: TLS to the proxy, then a tunnel to `end`, each where it is needed.
 * What that takes is the phase `proxy`. Resolves with `null` where the proxy closes after a challenge that the next
 * connection answers. Fails with a `WireError` of that phase; the socket is destroyed in both cases.
 */
export async function passProxy(
  route: Route,
  end: TunnelContext['target'],
  context: PassContext,
): Promise<Passage | null> {
  const { proxy, forwards } = route;
  const { socket, sink, introduction } = context;
  if (proxy === null || introduction === null || (forwards && proxy.scheme === 'http'))
    return { stream: socket, tls: null };
  sink.phase('proxy', 'start');
  try {
    const passage = await securePassage(route, context);
    if (forwards) return passage;
    const tunnel = { stream: passage.stream, proxy, introduction, target: end };
    if (await openTunnel(tunnel, context)) return passage;
    socket.destroy();
    return null;
  } catch (error) {
    socket.destroy();
    throw inProxyPhase(error);
  } finally {
    sink.phase('proxy', 'end');
  }
}

async function securePassage(
  { entrance, target }: Route,
  { socket, connection, emit: emitPlain, stopping }: PassContext,
): Promise<Passage> {
  if (!entrance.secure) return { stream: socket, tls: null };
  const emit = (event: WireEventBody): void =>
    emitPlain(
      event.event.startsWith('tls.') ? ({ ...event, via: 'proxy' } as WireEventBody) : event,
    );
  // The bytes of a tunnel's own TLS are counted where that is read.
  const counted = target.secure ? null : connection;
  const watch = new HelloWatch(counted, emit);
  const context = { emit, watch, stopping, trust: trustContext(entrance) };
  const secured = await secure(socket, entrance, context);
  return { stream: secured.socket, tls: secured.facts };
}

async function openTunnel(
  tunnel: Omit<TunnelContext, 'emit' | 'stopping'>,
  { emit, stopping }: PassContext,
): Promise<boolean> {
  const { proxy, target } = tunnel;
  emit({ event: 'proxy.connect', proxy: proxy.shown, target: authorityOf(target) });
  const status = await OPENERS[proxy.scheme]({ ...tunnel, emit, stopping });
  if (status !== null) emit({ event: 'proxy.connected', status });
  return status !== null;
}

function inProxyPhase(error: unknown): unknown {
  if (!(error instanceof WireError) || error.phase === 'proxy') return error;
  return new WireError(error.code, 'proxy', { cause: error.cause, params: error.params });
}
