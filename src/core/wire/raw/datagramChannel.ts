import type { Socket } from 'node:dgram';
import { WireError } from '../../errors/wireError.ts';
import { Arrivals } from '../conversation/arrivals.ts';
import type { Channel, ChannelEnd, Incoming, OutboundMessage } from '../conversation/channel.ts';
import { Inbox } from '../conversation/inbox.ts';
import type { ConnectionSink, ExchangeSink } from '../sink.ts';

/** A UDP socket that talks to one peer, and where it is recorded. */
export interface DatagramParts {
  socket: Socket;
  connection: ConnectionSink;
  sink: ExchangeSink;
  host: string;
  port: number;
}

/** Datagrams to and from one peer: each arrives whole, or not at all (RFC 768). */
export class DatagramChannel implements Channel {
  readonly ended: Promise<ChannelEnd>;
  readonly frames = null;
  /** A datagram socket knows no closing. */
  readonly peerClose = null;
  readonly #parts: DatagramParts;
  readonly #arrivals = new Arrivals();
  readonly #inbox: Inbox;
  #isOpen = true;
  #verdict: ChannelEnd = { outcome: 'ok' };

  constructor(parts: DatagramParts) {
    const { socket, connection, sink } = parts;
    this.#parts = parts;
    this.#inbox = new Inbox((from) => sink.receivedChunk(from));
    sink.useConnection(connection.id);
    socket.on('message', (datagram) => this.#received(datagram));
    socket.on('error', (error) => this.#broke(error));
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isOpen = false;
        this.#arrivals.wake();
        const { outcome, error } = this.#verdict;
        connection.closed(outcome === 'failed' ? 'error' : 'local', error?.code);
        resolve(this.#verdict);
      });
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isOver(): boolean {
    return !this.#isOpen;
  }

  get messagesIn(): number {
    return this.#inbox.count;
  }

  get lastArrivalMs(): number {
    return this.#arrivals.lastMs;
  }

  arrival(): Promise<void> {
    return this.#arrivals.next();
  }

  next(): Incoming | null {
    return this.#inbox.next();
  }

  take(): void {
    this.#inbox.take();
  }

  takeMessages(total: number): void {
    this.#inbox.takeMessages(total);
  }

  last(): Incoming | null {
    return this.#inbox.last();
  }

  async send({ data }: OutboundMessage): Promise<void> {
    await this.bytes(data);
  }

  async bytes(data: Uint8Array): Promise<void> {
    if (!this.#isOpen) throw invalid('the socket is closed.');
    await new Promise<void>((resolve, reject) => {
      this.#parts.socket.send(data, (error) => {
        if (error) return reject(this.#failureOf(error, data.length));
        this.#parts.connection.bytes('out', data);
        this.#parts.sink.rawData('out');
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#end({ outcome: 'ok' });
    await this.ended;
  }

  finish(): void {
    // Nobody ends a datagram socket but we.
  }

  fail(error: WireError): void {
    this.#end({ outcome: 'failed', error });
  }

  async goAway(): Promise<void> {
    this.cutOff();
    await this.ended;
  }

  cutOff(): void {
    this.#end({ outcome: 'cancelled' });
  }

  #received(datagram: Buffer): void {
    this.#parts.connection.bytes('in', datagram);
    this.#parts.sink.rawData('in');
    this.#inbox.count++;
    this.#arrivals.lastMs = performance.now();
    this.#arrivals.wake();
  }

  #broke(error: NodeJS.ErrnoException): void {
    this.#end({ outcome: 'failed', error: this.#failureOf(error, 0) });
  }

  #end(verdict: ChannelEnd): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#verdict = verdict;
    this.#parts.socket.close();
  }

  #failureOf(cause: NodeJS.ErrnoException, lengthBytes: number): WireError {
    const { host, port } = this.#parts;
    const params = { host, port: String(port) };
    if (cause.code === 'EMSGSIZE')
      return invalid(`${lengthBytes} bytes are too long for a datagram.`);
    const code = cause.code === 'ECONNREFUSED' ? 'WB_UDP_REFUSED' : 'WB_UDP_FAILED';
    return new WireError(code, 'receive', { cause, params });
  }
}

function invalid(reason: string): WireError {
  return new WireError('WB_INVALID_REQUEST', 'send', { params: { reason } });
}
