import { setTimeout as delay } from 'node:timers/promises';
import type { PerMessageDeflate } from 'ws';
import type { WireError } from '../../errors/wireError.ts';
import { Arrivals } from '../conversation/arrivals.ts';
import { Inbox } from '../conversation/inbox.ts';
import type {
  Channel,
  ChannelEnd,
  FramePort,
  Incoming,
  OutboundFrame,
  OutboundMessage,
  PeerClose,
} from '../conversation/channel.ts';
import type { Connection } from '../dialer/connection.ts';
import type { ConversationOptions } from '../../runner/preparedRequest.ts';
import type { ExchangeSink } from '../sink.ts';
import { checkClose, invalid } from './closePayload.ts';
import { ClosingHandshake } from './closingHandshake.ts';
import { FrameReader } from './frameReader.ts';
import { FrameWriter } from './frameWriter.ts';
import { InboundMessages } from './inboundMessages.ts';
import { OutboundLog } from './outboundLog.ts';
import { PingClock } from './pingClock.ts';
import { PongQueue } from './pongQueue.ts';

const LONGEST_CONTROL_BYTES = 125;

/** What a channel is made of. Offsets are where the frames begin in the connection's byte logs. */
export interface ChannelParts {
  connection: Connection;
  /** Of whose bytes the frames are: the connection's, or those of its stream (RFC 8441). */
  log: number;
  sink: ExchangeSink;
  deflate: PerMessageDeflate | null;
  maxPayloadBytes: number;
  closeTimeoutMs: number;
  options: ConversationOptions;
  inOffset: number;
  outOffset: number;
}

/** An open WebSocket: what is sent and received on it (RFC 6455 §5, §6). */
export class WebSocketChannel implements Channel, FramePort {
  readonly #sink: ExchangeSink;
  readonly #connection: Connection;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  readonly #closing: ClosingHandshake;
  readonly #pings = new PingClock();
  readonly #pongs: PongQueue;
  readonly #autoPongMs: number | null;
  readonly #arrivals = new Arrivals();
  readonly #inbox: Inbox;
  #pongsIn = 0;

  constructor(parts: ChannelParts) {
    const { connection, sink, deflate, closeTimeoutMs, options } = parts;
    this.#sink = sink;
    this.#inbox = new Inbox((from) => sink.receivedMessage(from), sink.messageCount);
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
    const outReader = new FrameReader(parts.log, 'out', parts.outOffset, log);
    const reader = new FrameReader(parts.log, 'in', parts.inOffset, inbound);
    const writer = new FrameWriter(connection.stream, outReader, log, deflate, options.mask);
    this.#reader = reader;
    this.#writer = writer;
    this.#closing = new ClosingHandshake({
      connection,
      sink,
      closeTimeoutMs,
      reader,
      writer,
      inbound,
      onOver: () => this.#arrivals.wake(),
    });
    this.#pongs = new PongQueue((payload) => writer.pong(payload));
    this.#autoPongMs = options.autoPongMs;
    const pinging = keepPinging(this, options.pingEveryMs);
    void this.ended.then(() => {
      connection.stream.destroy();
      clearInterval(pinging);
      deflate?.cleanup();
    });
  }

  /** Resolves, never rejects, when the socket is closed and everything received is recorded. */
  get ended(): Promise<ChannelEnd> {
    return this.#closing.ended;
  }

  /** No close frame has been sent or received, and the socket is there. */
  get isOpen(): boolean {
    return this.#closing.isOpen;
  }

  get isOver(): boolean {
    return this.#closing.isOver;
  }

  get messagesIn(): number {
    return this.#inbox.count;
  }

  get pongsIn(): number {
    return this.#pongsIn;
  }

  get lastArrivalMs(): number {
    return this.#arrivals.lastMs;
  }

  get peerClose(): PeerClose | null {
    return this.#closing.peerClose;
  }

  get frames(): FramePort {
    return this;
  }

  /** Begins to read; `rest` is what came behind the 101. */
  start(rest: Uint8Array): void {
    const { stream } = this.#connection;
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.resume();
    if (rest.length > 0) this.#reader.read(rest);
    this.#closing.watch();
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

  async send(message: OutboundMessage): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.message(message);
  }

  async bytes(data: Uint8Array): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.bytes(data);
  }

  async frame(frame: OutboundFrame): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.frame(frame);
  }

  /** A pong that nobody has asked for (RFC 6455 §5.5.3), of at most 125 bytes. */
  async pong(payload: Uint8Array): Promise<void> {
    this.#mustBeOpen();
    checkControl('pong', payload);
    await this.#writer.pong(payload);
  }

  /** Sends a ping of at most 125 bytes (RFC 6455 §5.5.2). */
  async ping(payload: Uint8Array): Promise<void> {
    this.#mustBeOpen();
    checkControl('ping', payload);
    await this.#writer.ping(payload);
  }

  /** Begins the closing handshake; resolves when the close frame has left. */
  async close(code: number | null, reason: string): Promise<void> {
    if (code !== null) checkClose(code, reason);
    this.#mustBeOpen();
    await this.#closing.begin(code, reason);
  }

  finish(): void {
    // The closing handshake has limits of its own.
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
    const { messagesIn, pongsIn } = this;
    this.#reader.read(chunk);
    // Answers to our own pings do not break the silence.
    const onlyPongs = this.pongsIn > pongsIn && this.messagesIn === messagesIn;
    if (!onlyPongs) this.#arrivals.lastMs = performance.now();
  }

  #countMessage(): void {
    this.#inbox.count++;
    this.#arrivals.wake();
  }

  #answerPing(payload: Uint8Array): void {
    if (!this.isOpen || this.#autoPongMs === null) return;
    if (this.#autoPongMs === 0) this.#pongs.push(payload);
    else void this.#answerLater(Buffer.from(payload), this.#autoPongMs);
  }

  async #answerLater(payload: Uint8Array, delayMs: number): Promise<void> {
    await Promise.race([delay(delayMs, null, { ref: false }), this.ended]);
    if (this.isOpen) this.#pongs.push(payload);
  }

  #measurePong(payload: Uint8Array, frame: number): void {
    this.#pongsIn++;
    const rttMs = this.#pings.answered(payload);
    if (rttMs !== null) this.#sink.roundTrip(frame, rttMs);
    this.#arrivals.wake();
  }

  #throttle(congested: boolean): void {
    if (congested) this.#connection.stream.pause();
    else this.#connection.stream.resume();
  }
}

function checkControl(name: string, payload: Uint8Array): void {
  if (payload.length <= LONGEST_CONTROL_BYTES) return;
  throw invalid(
    `a ${name} holds ${LONGEST_CONTROL_BYTES} bytes at most, this one ${payload.length} (RFC 6455 §5.5).`,
  );
}

function keepPinging(
  channel: WebSocketChannel,
  everyMs: number | null,
): NodeJS.Timeout | undefined {
  if (everyMs === null) return undefined;
  const ping = (): void => {
    // A socket that is lost meanwhile says so by its own events.
    if (channel.isOpen) channel.ping(Buffer.alloc(0)).catch(() => undefined);
  };
  return setInterval(ping, everyMs).unref();
}
