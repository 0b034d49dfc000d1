import { WireError } from '../../errors/wireError.ts';
import { Arrivals } from '../conversation/arrivals.ts';
import type {
  Channel,
  ChannelEnd,
  Incoming,
  OutboundMessage,
  PeerClose,
} from '../conversation/channel.ts';
import type { Connection } from '../dialer/connection.ts';
import { isBadRecord } from '../http/connectionFailure.ts';
import type { ExchangeSink } from '../sink.ts';
import { StreamInbox } from './streamInbox.ts';

/** How long the peer may go on after we are done, before the socket is closed. */
const CLOSE_TIMEOUT_MS = 5000;

/** A byte stream over TCP or TLS. Either side may end its direction and go on in the other (RFC 9293 §3.6). */
export class StreamChannel implements Channel {
  readonly ended: Promise<ChannelEnd>;
  readonly frames = null;
  readonly #connection: Connection;
  readonly #sink: ExchangeSink;
  readonly #arrivals = new Arrivals();
  readonly #inbox: StreamInbox;
  #peerClose: PeerClose | null = null;
  #isOpen = true;
  #isOver = false;
  #isDone = false;
  #verdict: ChannelEnd | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, sink: ExchangeSink) {
    this.#connection = connection;
    this.#sink = sink;
    this.#inbox = new StreamInbox(sink);
    sink.useConnection(connection.id);
    connection.requests++;
    connection.onPlaintext = (direction, chunk) => this.#passed(direction, chunk);
    this.ended = new Promise((resolve) => this.#watch(resolve));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get messagesIn(): number {
    return this.#inbox.count;
  }

  get lastArrivalMs(): number {
    return this.#arrivals.lastMs;
  }

  get peerClose(): PeerClose | null {
    return this.#peerClose;
  }

  arrival(): Promise<void> {
    return this.#arrivals.next();
  }

  next(): Incoming | null {
    return this.#inbox.next();
  }

  take(bytes: number): void {
    this.#inbox.take(bytes);
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
    if (!this.#isOpen) throw notOpen();
    if (data.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.#connection.stream.write(data, (error) => (error ? reject(lossOf(error)) : resolve()));
    });
  }

  /** Ends our direction: a FIN, over TLS a close_notify before it. What the peer still sends is received. */
  async close(): Promise<void> {
    if (!this.#isOpen) throw notOpen();
    this.#isOpen = false;
    this.#sink.closing();
    await new Promise<void>((resolve) => this.#connection.stream.end(resolve));
  }

  /** Nothing is waited for any more but the end of both directions. */
  finish(): void {
    this.#isDone = true;
    if (this.#isOver && this.#isOpen) void this.close();
    if (!this.#isOpen) this.#cutOffAfter(CLOSE_TIMEOUT_MS);
  }

  fail(error: WireError): void {
    this.#verdict ??= { outcome: 'failed', error };
    if (this.#isOpen) void this.close();
    this.finish();
  }

  async goAway(): Promise<void> {
    this.cutOff();
    await this.ended;
  }

  cutOff(): void {
    this.#verdict ??= { outcome: 'cancelled' };
    this.#connection.stream.destroy();
  }

  #watch(resolve: (end: ChannelEnd) => void): void {
    const { stream } = this.#connection;
    stream.on('data', () => undefined);
    stream.on('error', (error) => (this.#verdict ??= { outcome: 'failed', error: lossOf(error) }));
    stream.once('end', () => this.#peerEnded());
    stream.once('close', () => {
      clearTimeout(this.#timer);
      this.#isOpen = false;
      this.#over();
      resolve(this.#verdict ?? { outcome: 'ok' });
    });
  }

  #passed(direction: 'in' | 'out', { length }: Buffer): void {
    this.#sink.rawData(direction);
    if (direction === 'out') return;
    this.#inbox.add(length);
    this.#arrivals.lastMs = performance.now();
    this.#arrivals.wake();
  }

  #peerEnded(): void {
    this.#peerClose = { code: null, reason: '', isAnswer: false };
    this.#sink.closing();
    this.#over();
    if (this.#isDone && this.#isOpen) void this.close();
  }

  #over(): void {
    this.#isOver = true;
    this.#arrivals.wake();
  }

  #cutOffAfter(delayMs: number): void {
    clearTimeout(this.#timer);
    const { stream } = this.#connection;
    if (!stream.destroyed) this.#timer = setTimeout(() => stream.destroy(), delayMs);
  }
}

function notOpen(): WireError {
  const params = { reason: 'the connection is not open for sending.' };
  return new WireError('WB_INVALID_REQUEST', 'send', { params });
}

function lossOf(cause: Error): WireError {
  if (cause instanceof WireError) return cause;
  const { code = '' } = cause as NodeJS.ErrnoException;
  const loss = isBadRecord(code) ? 'WB_TLS_BAD_RECORD' : 'WB_CONNECTION_RESET';
  return new WireError(loss, 'messages', { cause });
}
