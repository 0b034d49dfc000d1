import type { Connection } from '../dialer/connection.ts';
import type { Hop, HopListener } from './hop.ts';
import { Http1Exchange } from './http1Exchange.ts';
import type { CloseReason, Transport } from './transport.ts';

/** HTTP/1.1 over one connection, one request at a time (RFC 9112). */
export class Http1Transport implements Transport {
  readonly connection: Connection;
  /** How long the server keeps an idle connection, as it last said (`Keep-Alive: timeout=`); `null` if it did not. */
  keepAliveHintMs: number | null = null;
  /** Called once, when the connection is gone. */
  onClosed: () => void = () => undefined;
  #exchange: Http1Exchange | null = null;
  #usable = true;

  constructor(connection: Connection) {
    this.connection = connection;
    const { stream } = connection;
    connection.onPlaintext = (...passed) => this.#exchange?.passed(...passed);
    stream.on('data', (chunk: Buffer) => this.#received(chunk));
    stream.once('end', () => {
      this.#usable = false;
      this.#exchange?.ended();
      if (this.#exchange === null) stream.destroy();
    });
    stream.on('error', (error: Error) => {
      this.#usable = false;
      this.#exchange?.broken(error);
    });
    stream.once('close', () => {
      this.#usable = false;
      this.#exchange?.broken(null);
      this.onClosed();
    });
  }

  get isFree(): boolean {
    return this.#usable && this.#exchange === null && !this.connection.stream.destroyed;
  }

  async send(hop: Hop, listener: HopListener, signal: AbortSignal): Promise<void> {
    const { stream, forwarder } = this.connection;
    const exchange = new Http1Exchange(stream, hop, listener, forwarder);
    this.#exchange = exchange;
    this.connection.requests++;
    try {
      await exchange.run(signal);
      this.keepAliveHintMs = exchange.keepAliveHintMs;
      const { closeReason } = exchange;
      if (!this.#usable || closeReason !== null) this.destroy(closeReason ?? 'connection-close');
    } catch (error) {
      const { strayBytes } = exchange;
      this.destroy(strayBytes === null ? 'exchange-failed' : 'stray-bytes', strayBytes);
      throw error;
    } finally {
      this.#exchange = null;
    }
  }

  unref(): void {
    (this.connection.stream as { unref?: () => void }).unref?.();
  }

  ref(): void {
    (this.connection.stream as { ref?: () => void }).ref?.();
  }

  destroy(reason: CloseReason, stray: Buffer | null = null): void {
    // Where the peer was first, it is the one who closed.
    if (this.#usable) this.connection.sink.closed('local', reason, stray ?? undefined);
    this.#usable = false;
    this.connection.stream.destroy();
  }

  /** Bytes that nobody asked for would be taken for the next answer (RFC 9112 §9.2). */
  #received(chunk: Buffer): void {
    if (this.#exchange === null) this.destroy('stray-bytes', chunk);
    else this.#exchange.received(chunk);
  }
}
