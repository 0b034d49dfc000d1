import { WireError } from '../../errors/wireError.ts';
import type { Connection } from '../dialer/connection.ts';
import { Http2Error } from '../http2/errorCode.ts';
import { Http2Session } from '../http2/session.ts';
import type { StopSignal } from '../stop.ts';
import type { Hop, HopListener, RequestHead } from './hop.ts';
import { Http2Exchange } from './http2Exchange.ts';
import { http2Failure } from './http2Failure.ts';
import type { StreamEnd } from './http2Failure.ts';
import { Http2Tunnel } from './http2Tunnel.ts';
import type { TunnelAnswer } from './http2Tunnel.ts';
import type { CloseReason, Transport } from './transport.ts';

/** HTTP/2 over one connection, many requests at a time (RFC 9113). */
export class Http2Transport implements Transport {
  readonly connection: Connection;
  /** Requests that it has been given for, whether they are sent yet or not. */
  leases = 0;
  /** Called when no further request can be put on it. */
  onUnusable: () => void = () => undefined;
  /** Called when it may take more requests than before. */
  onRoom: () => void = () => undefined;
  readonly #session: Http2Session;
  #running = 0;

  constructor(connection: Connection) {
    this.connection = connection;
    this.#session = new Http2Session(connection);
    this.#session.onChange = () => {
      if (this.#session.isUsable) this.onRoom();
      else this.onUnusable();
    };
  }

  get isFree(): boolean {
    return this.#session.isUsable && this.leases < this.#session.peer.maxConcurrentStreams;
  }

  /** Nothing is on it. */
  get isIdle(): boolean {
    return this.#running === 0 && this.leases === 0;
  }

  async send(hop: Hop, listener: HopListener, signal: StopSignal): Promise<void> {
    this.connection.requests++;
    this.#running++;
    const exchange = new Http2Exchange(this.#session, hop, listener, this.#explain);
    try {
      await exchange.run(signal);
    } finally {
      exchange.over(signal);
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
    const closed = (stream: number): void => {
      this.#streamEnded(stream);
      onClosed();
    };
    try {
      await this.#session.settled;
      this.#assertTakesTunnels();
    } catch (error) {
      closed(0);
      throw error;
    }
    this.connection.requests++;
    const tunnel = new Http2Tunnel(this.#session, request, listener, this.#explain);
    tunnel.onClosed = () => closed(tunnel.streamId);
    return tunnel.open(signal);
  }

  /** Which the SETTINGS of the server say. */
  #assertTakesTunnels(): void {
    const { isUsable, peer } = this.#session;
    if (!isUsable) {
      const resetCode = Http2Error.noError;
      throw this.#explain({ stream: 0, progress: 'wait', receivedBytes: 0, resetCode });
    }
    if (peer.takesExtendedConnect) return;
    throw new WireError('WB_WS_NO_CONNECT_PROTOCOL', 'upgrade', {
      params: { reason: 'its SETTINGS do not say ENABLE_CONNECT_PROTOCOL=1' },
    });
  }

  #streamEnded(stream: number): void {
    this.#session.watch.forget(stream);
    this.#running--;
    if (this.#session.goAway !== null && this.#running === 0) this.destroy('goaway');
  }

  unref(): void {
    this.connection.socket.unref();
  }

  ref(): void {
    this.connection.socket.ref();
  }

  destroy(reason: CloseReason): void {
    const { sink, socket } = this.connection;
    if (!socket.destroyed) sink.closed('local', reason);
    socket.destroy();
  }

  /** Why a stream has not ended well. */
  readonly #explain = (end: StreamEnd): WireError => {
    const { watch, goAway, failure } = this.#session;
    const evidence = watch.evidence(end.stream);
    return http2Failure({ ...end, evidence, fault: watch.fault, goAway, broken: failure });
  };
}
