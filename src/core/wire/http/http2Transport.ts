import type { ClientHttp2Session } from 'node:http2';
import { connect, constants } from 'node:http2';
import type { Connection } from '../dialer/connection.ts';
import { StreamAdapter } from '../dialer/streamAdapter.ts';
import { Http2ConnectionWatch } from '../http2/connectionWatch.ts';
import { WireError } from '../../errors/wireError.ts';
import type { Hop, HopListener, RequestHead } from './hop.ts';
import { Http2Exchange } from './http2Exchange.ts';
import { http2Failure } from './http2Failure.ts';
import type { StreamEnd } from './http2Failure.ts';
import { Http2Tunnel } from './http2Tunnel.ts';
import type { TunnelAnswer } from './http2Tunnel.ts';
import type { CloseReason, Transport } from './transport.ts';
import type { StopSignal } from '../stop.ts';

/** Nobody reads pushed responses. */
const settings = { enablePush: false };
const HEADER_PAIRS_LIMIT = 2_000;

/** HTTP/2 over one connection, many requests at a time (RFC 9113). */
export class Http2Transport implements Transport {
  readonly connection: Connection;
  /** Called when no further request can be put on it. */
  onUnusable: () => void = () => undefined;
  readonly #watch: Http2ConnectionWatch;
  readonly #session: ClientHttp2Session;
  /** Resolves when the server's SETTINGS are there, or the session is gone. */
  readonly #settled = Promise.withResolvers<void>();
  #running = 0;
  #goAway: { code: number; lastStream: number } | null = null;
  #failure: Error | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
    this.#watch = new Http2ConnectionWatch(connection.sink);
    connection.onPlaintext = (...passed) => this.#watch.passed(...passed);
    const adapter = new StreamAdapter(connection.socket);
    adapter.once('error', (error) => (this.#failure = error));
    // Nothing can be answered any more, and what Node still wrote then (a reset, GOAWAY) would end the process.
    adapter.once('end', () => adapter.destroy());
    this.#session = connect(connection.facts.origin, {
      createConnection: () => adapter.stream,
      settings,
      maxHeaderListPairs: HEADER_PAIRS_LIMIT,
    });
    this.#session.once('remoteSettings', () => this.#settled.resolve());
    this.#session.on('error', (error) => (this.#failure ??= error));
    this.#session.once('goaway', (code, lastStream) => {
      this.#goAway = { code, lastStream };
      this.onUnusable();
    });
    this.#session.once('close', () => {
      connection.socket.destroy();
      this.#settled.resolve();
      this.onUnusable();
    });
  }

  get isFree(): boolean {
    const isGone = this.#session.closed || this.connection.socket.destroyed;
    return this.#goAway === null && !isGone && !this.#session.destroyed;
  }

  /** Nothing is on it. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  async send(hop: Hop, listener: HopListener, signal: StopSignal): Promise<void> {
    this.connection.requests++;
    this.#running++;
    const exchange = new Http2Exchange(this.#session, hop, listener, this.#explain);
    try {
      await exchange.run(signal);
    } finally {
      this.#streamEnded(exchange.streamId);
    }
  }

  /**
   * Opens a stream for another protocol (RFC 8441); the connection carries it until `onClosed` is called. Rejects with
   * `WB_WS_NO_CONNECT_PROTOCOL` where the server has not said that it takes such streams.
   */
  async openTunnel(
    request: RequestHead,
    listener: HopListener,
    signal: StopSignal,
    onClosed: () => void,
  ): Promise<TunnelAnswer> {
    this.#running++;
    const tunnel = await this.#requestTunnel(request, listener).catch((error: unknown) => {
      this.#streamEnded(0);
      onClosed();
      throw error;
    });
    void tunnel.closed.then(() => {
      this.#streamEnded(tunnel.streamId);
      onClosed();
    });
    return tunnel.open(signal, this.#explain);
  }

  async #requestTunnel(request: RequestHead, listener: HopListener): Promise<Http2Tunnel> {
    await this.#settled.promise;
    if (!this.isFree) {
      const resetCode = constants.NGHTTP2_NO_ERROR;
      throw this.#explain({ stream: 0, progress: 'wait', receivedBytes: 0, resetCode });
    }
    if (this.#session.remoteSettings.enableConnectProtocol !== true) {
      throw new WireError('WB_WS_NO_CONNECT_PROTOCOL', 'upgrade', {
        params: { reason: 'its SETTINGS do not say ENABLE_CONNECT_PROTOCOL=1' },
      });
    }
    this.connection.requests++;
    return new Http2Tunnel(this.#session, request, listener);
  }

  #streamEnded(stream: number): void {
    this.#watch.forget(stream);
    this.#running--;
    if (this.#goAway !== null && this.#running === 0) this.destroy('goaway');
  }

  unref(): void {
    this.connection.socket.unref();
  }

  ref(): void {
    this.connection.socket.ref();
  }

  /** The session follows its stream; told to end first, Node may write GOAWAY into a write, and end the process. */
  destroy(reason: CloseReason): void {
    if (!this.#session.destroyed) this.connection.sink.closed('local', reason);
    this.connection.socket.destroy();
  }

  /** Why a stream has not ended well. What broke the socket may only be told a moment after its streams. */
  readonly #explain = (end: StreamEnd): WireError => {
    const { fault, openBlockFrames } = this.#watch;
    const evidence = this.#watch.evidence(end.stream);
    return http2Failure({
      ...end,
      evidence,
      fault,
      openBlockFrames,
      goAway: this.#goAway,
      broken: this.#failure,
    });
  };
}
