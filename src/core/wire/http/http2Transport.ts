import type { ClientHttp2Session } from 'node:http2';
import { connect, constants } from 'node:http2';
import { WireError } from '../../errors/wireError.ts';
import type { Connection } from '../dialer/connection.ts';
import { Http2ConnectionWatch } from '../http2/connectionWatch.ts';
import { http2ErrorName } from '../http2/errorCode.ts';
import type { Hop, HopListener } from './hop.ts';
import { Http2Exchange } from './http2Exchange.ts';
import type { CloseReason, Transport } from './transport.ts';

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
  #running = 0;
  #goAway: number | null = null;
  #failure: Error | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
    this.#watch = new Http2ConnectionWatch(connection.sink);
    connection.onPlaintext = (...passed) => this.#watch.passed(...passed);
    this.#session = connect(connection.facts.origin, {
      createConnection: () => connection.stream,
      settings,
      maxHeaderListPairs: HEADER_PAIRS_LIMIT,
    });
    this.#session.on('error', (error) => (this.#failure = error));
    this.#session.once('goaway', (code) => {
      this.#goAway = code;
      this.onUnusable();
    });
    this.#session.once('close', () => {
      connection.stream.destroy();
      this.onUnusable();
    });
  }

  get isFree(): boolean {
    return this.#goAway === null && !this.#session.closed && !this.#session.destroyed;
  }

  /** Nothing is on it. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  async send(hop: Hop, listener: HopListener, signal: AbortSignal): Promise<void> {
    this.connection.requests++;
    this.#running++;
    try {
      await new Http2Exchange(this.#session, hop, listener).run(signal);
    } catch (error) {
      throw this.#explained(error);
    } finally {
      this.#running--;
      if (this.#goAway !== null && this.#running === 0) this.destroy('goaway');
    }
  }

  unref(): void {
    this.#session.unref();
  }

  ref(): void {
    this.#session.ref();
  }

  destroy(reason: CloseReason): void {
    if (!this.#session.destroyed) this.connection.sink.closed('local', reason);
    this.#session.destroy();
    this.connection.stream.destroy();
  }

  /** A stream that died with its session says only that; the session knows why. */
  #explained(error: unknown): unknown {
    if (!(error instanceof WireError) || error.code !== 'WB_HTTP2_FAILED') return error;
    const { fault } = this.#watch;
    if (fault !== null) {
      return new WireError(fault.code, error.phase, { cause: error.cause, params: fault.params });
    }
    const goAway = this.#goAway;
    if (goAway !== null && goAway !== constants.NGHTTP2_NO_ERROR) {
      const params = { ...error.params, reason: `GOAWAY ${http2ErrorName(goAway)}` };
      return new WireError(error.code, error.phase, { cause: error.cause, params });
    }
    if (this.#failure === null) return error;
    const params = { ...error.params, reason: this.#failure.message };
    return new WireError(error.code, error.phase, { cause: this.#failure, params });
  }
}
