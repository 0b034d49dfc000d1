import type { PerMessageDeflate } from 'ws';
import type { WireError } from '../../errors/wireError.ts';
import type { Connection } from '../dialer/connection.ts';
import type { ExchangeSink } from '../sink.ts';
import { checkClose, invalid } from './closePayload.ts';
import type { ChannelEnd } from './closingHandshake.ts';
import { ClosingHandshake } from './closingHandshake.ts';
import { FrameReader } from './frameReader.ts';
import { FrameWriter } from './frameWriter.ts';
import { InboundMessages } from './inboundMessages.ts';
import { OutboundLog } from './outboundLog.ts';
import { PingClock } from './pingClock.ts';
import { PongQueue } from './pongQueue.ts';

const LONGEST_PING_BYTES = 125;

/** What a channel is made of. Offsets are where the frames begin in the connection's byte logs. */
export interface ChannelParts {
  connection: Connection;
  sink: ExchangeSink;
  deflate: PerMessageDeflate | null;
  maxPayloadBytes: number;
  closeTimeoutMs: number;
  inOffset: number;
  outOffset: number;
}

/** An open WebSocket: what is sent and received on it (RFC 6455 §5, §6). */
export class WebSocketChannel {
  readonly #sink: ExchangeSink;
  readonly #connection: Connection;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  readonly #closing: ClosingHandshake;
  readonly #pings = new PingClock();
  readonly #pongs: PongQueue;
  #messagesIn = 0;
  #waited: { total: number; resolve: () => void } | null = null;
  #lastArrivalMs = performance.now();

  constructor(parts: ChannelParts) {
    const { connection, sink, deflate, closeTimeoutMs } = parts;
    this.#sink = sink;
    this.#connection = connection;
    const inbound = new InboundMessages(sink, deflate, parts.maxPayloadBytes, {
      onMessage: () => this.#countMessage(),
      onPing: (payload) => this.#answerPing(payload),
      onPong: (payload, frame) => this.#measurePong(payload, frame),
      onClose: (close) => this.#closing.received(close),
      onFault: (error) => this.#closing.breakOff(error),
      onCongestion: (congested) => this.#throttle(congested),
    });
    const log = new OutboundLog(sink, {
      onPingSent: (payload) => this.#pings.sent(payload),
      onCloseSent: (close) => this.#closing.sent(close),
    });
    const outReader = new FrameReader(connection.id, 'out', parts.outOffset, log);
    const reader = new FrameReader(connection.id, 'in', parts.inOffset, inbound);
    const writer = new FrameWriter(connection.stream, outReader, log, deflate);
    this.#reader = reader;
    this.#writer = writer;
    this.#closing = new ClosingHandshake({
      connection,
      sink,
      closeTimeoutMs,
      reader,
      writer,
      inbound,
    });
    this.#pongs = new PongQueue((payload) => writer.pong(payload));
    void this.ended.then(() => deflate?.cleanup());
  }

  /** Resolves, never rejects, when the socket is closed and everything received is recorded. */
  get ended(): Promise<ChannelEnd> {
    return this.#closing.ended;
  }

  /** No close frame has been sent or received, and the socket is there. */
  get isOpen(): boolean {
    return this.#closing.isOpen;
  }

  /** Messages received so far. */
  get messagesIn(): number {
    return this.#messagesIn;
  }

  /** When something was last received, on the clock of `performance.now()`. */
  get lastArrivalMs(): number {
    return this.#lastArrivalMs;
  }

  /** Begins to read; `rest` is what came behind the 101. */
  start(rest: Uint8Array): void {
    const { stream } = this.#connection;
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.resume();
    if (rest.length > 0) this.#reader.read(rest);
    this.#closing.watch();
  }

  /** Resolves when `total` messages were received in all. One caller at a time. */
  async messages(total: number): Promise<void> {
    if (this.#messagesIn >= total) return;
    await new Promise<void>((resolve) => (this.#waited = { total, resolve }));
  }

  /** Sends a message; resolves when the socket has taken it, rejects with a `WireError`. */
  async send(data: Uint8Array, binary: boolean): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.message(data, binary);
  }

  /** Sends a ping of at most 125 bytes (RFC 6455 §5.5.2). */
  async ping(payload: Uint8Array): Promise<void> {
    this.#mustBeOpen();
    if (payload.length > LONGEST_PING_BYTES) {
      throw invalid(
        `a ping holds ${LONGEST_PING_BYTES} bytes at most, this one ${payload.length} (RFC 6455 §5.5).`,
      );
    }
    await this.#writer.ping(payload);
  }

  /** Begins the closing handshake; resolves when the close frame has left. */
  async close(code: number, reason: string): Promise<void> {
    checkClose(code, reason);
    this.#mustBeOpen();
    await this.#closing.begin(code, reason);
  }

  /** Closes with 1000 because the exchange has failed for a reason of its own. */
  fail(error: WireError): void {
    this.#closing.fail(error);
  }

  /** Closes with 1001; resolves when the socket is closed. */
  async goAway(): Promise<void> {
    await this.#closing.goAway();
  }

  /** Closes the socket at once. */
  cutOff(): void {
    this.#closing.cutOff();
  }

  #mustBeOpen(): void {
    if (!this.isOpen) throw invalid('the WebSocket is not open.');
  }

  #receive(chunk: Buffer): void {
    this.#lastArrivalMs = performance.now();
    this.#reader.read(chunk);
  }

  #countMessage(): void {
    this.#messagesIn++;
    if (this.#waited === null || this.#messagesIn < this.#waited.total) return;
    this.#waited.resolve();
    this.#waited = null;
  }

  #answerPing(payload: Uint8Array): void {
    if (this.isOpen) this.#pongs.push(payload);
  }

  #measurePong(payload: Uint8Array, frame: number): void {
    const rttMs = this.#pings.answered(payload);
    if (rttMs !== null) this.#sink.roundTrip(frame, rttMs);
  }

  #throttle(congested: boolean): void {
    if (congested) this.#connection.stream.pause();
    else this.#connection.stream.resume();
  }
}
