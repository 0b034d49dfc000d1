import type { Connection } from '../dialer/connection.ts';
import type { SocketReader } from '../dialer/tappedSocket.ts';
import type { Hop, HopListener } from './hop.ts';
import { Http1Exchange } from './http1Exchange.ts';
import type { CloseReason, Transport } from './transport.ts';
import type { StopSignal } from '../stop.ts';

/** HTTP/1.1 over one connection, one request at a time (RFC 9112). */
export class Http1Transport implements Transport, SocketReader {
  readonly connection: Connection;
  /** How long the server keeps an idle connection, as it last said (`Keep-Alive: timeout=`); `null` if it did not. */
  keepAliveHintMs: number | null = null;
  /** Called once, when the connection is gone. */
  onClosed: () => void = () => undefined;
  #exchange: Http1Exchange | null = null;
  #usable = true;

  constructor(connection: Connection) {
    this.connection = connection;
    connection.onPlaintext = (direction, bytes, offset) =>
      this.#exchange?.passed(direction, bytes, offset);
    connection.socket.readInto(this);
    // Who spoke on it before, as with a SOCKS proxy, has paused it.
    connection.socket.resume();
  }

  get isFree(): boolean {
    return this.#usable && this.#exchange === null && !this.connection.socket.destroyed;
  }

  send(hop: Hop, listener: HopListener, signal: StopSignal): Promise<void> {
    const { socket, forwarder } = this.connection;
    const exchange = new Http1Exchange(socket, hop, listener, forwarder);
    this.#exchange = exchange;
    this.connection.requests++;
    return exchange.run(signal, (failed) => this.#over(exchange, failed));
  }

  unref(): void {
    this.connection.socket.unref();
  }

  ref(): void {
    this.connection.socket.ref();
  }

  destroy(reason: CloseReason, stray: Buffer | null = null): void {
    // Where the peer was first, it is the one who closed.
    if (this.#usable) this.connection.sink.closed('local', reason, stray ?? undefined);
    this.#usable = false;
    this.connection.socket.destroy();
  }

  /** Bytes that nobody asked for would be taken for the next answer (RFC 9112 §9.2). */
  received(chunk: Buffer): void {
    if (this.#exchange === null) this.destroy('stray-bytes', chunk);
    else this.#exchange.received(chunk);
  }

  ended(): void {
    this.#usable = false;
    this.#exchange?.ended();
    if (this.#exchange === null) this.connection.socket.destroy();
  }

  failed(error: Error): void {
    this.#usable = false;
    this.#exchange?.broken(error);
  }

  closed(): void {
    this.#usable = false;
    this.#exchange?.broken(null);
    this.onClosed();
  }

  #over({ strayBytes, closeReason, keepAliveHintMs }: Http1Exchange, failed: boolean): void {
    this.#exchange = null;
    this.keepAliveHintMs = keepAliveHintMs;
    if (failed) this.destroy(strayBytes === null ? 'exchange-failed' : 'stray-bytes', strayBytes);
    else if (!this.#usable || closeReason !== null) this.destroy(closeReason ?? 'connection-close');
  }
}
