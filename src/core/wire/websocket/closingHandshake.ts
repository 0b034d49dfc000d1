import { WireError } from '../../errors/wireError.ts';
import type { Connection } from '../dialer/connection.ts';
import type { ChannelEnd, PeerClose } from '../conversation/channel.ts';
import type { ExchangeSink } from '../sink.ts';
import { CloseCode, closeCodeName } from './closeCode.ts';
import type { ClosePayload } from './closePayload.ts';
import type { FrameReader } from './frameReader.ts';
import type { FrameWriter } from './frameWriter.ts';
import type { InboundMessages } from './inboundMessages.ts';

/** How long the peer may take to end its socket once the closing handshake is over (RFC 6455 §7.1.1). */
const SOCKET_END_GRACE_MS = 1000;
/** How long a close frame may take to leave when the window closes. */
const GOING_AWAY_GRACE_MS = 500;

/** What closes with the WebSocket. */
export interface ClosingParts {
  connection: Connection;
  sink: ExchangeSink;
  closeTimeoutMs: number;
  reader: FrameReader;
  writer: FrameWriter;
  inbound: InboundMessages;
  /** Nothing more will be received. */
  onOver(): void;
}

/** How an open WebSocket comes to its end: by either side's close frame, by a fault, or by a lost socket (RFC 6455 §7). */
export class ClosingHandshake {
  /** Resolves, never rejects, when the socket is closed and everything received is recorded. */
  readonly ended: Promise<ChannelEnd>;
  readonly #parts: ClosingParts;
  #resolveEnded!: (end: ChannelEnd) => void;
  #isOpen = true;
  #isFinished = false;
  #peerClose: PeerClose | null = null;
  #isOver = false;
  #closeLeft: Promise<void> = Promise.resolve();
  /** The protocol was broken or the socket lost, so the closing handshake does not count. */
  #isBroken = false;
  /** Decided before the socket has ended; what happens after that changes nothing. */
  #verdict: ChannelEnd | null = null;
  #socketError: Error | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ClosingParts) {
    this.#parts = parts;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
  }

  /** No close frame has been sent or received, and the socket is there. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Nothing more will be received: the server has closed, or the socket is. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** What the server's close frame said. */
  get peerClose(): PeerClose | null {
    return this.#peerClose;
  }

  /** Hears of the end of the socket from now on. */
  watch(): void {
    const { stream } = this.#parts.connection;
    stream.on('error', (error) => (this.#socketError ??= error));
    stream.once('end', () => this.#socketEnded());
    stream.once('close', () => this.#socketEnded());
    if (stream.destroyed) this.#socketEnded();
  }

  /** Sends our close frame; resolves when it has left. */
  async begin(code: number | null, reason: string): Promise<void> {
    this.#awaitAnswer();
    this.#writeClose(code ?? undefined, reason);
    await this.#closeLeft;
  }

  /** A server that does not answer our close frame is not waited for any longer. */
  #awaitAnswer(): void {
    const limit = this.#parts.closeTimeoutMs;
    const params = { limit: `${limit / 1000} s`, rfc: 'RFC 6455 §7.1.1' };
    const error = new WireError('WB_WS_CLOSE_TIMEOUT', 'frames', { params });
    this.#finishAfter(limit, this.#verdict ?? { outcome: 'failed', error });
  }

  /** Closes with 1000 because the exchange has failed for a reason of its own. */
  fail(error: WireError): void {
    this.#verdict ??= { outcome: 'failed', error };
    if (this.#isOpen) void this.begin(CloseCode.normal, '');
  }

  /** Closes with 1001 and does not wait for the server's answer for long. */
  async goAway(): Promise<void> {
    this.#verdict ??= { outcome: 'cancelled' };
    if (this.#isOpen) this.#writeClose(CloseCode.goingAway, '');
    this.#finishAfter(GOING_AWAY_GRACE_MS, this.#verdict);
    this.#endAfterClose();
    await this.ended;
  }

  /** Closes the socket at once. */
  cutOff(): void {
    this.#finish({ outcome: 'cancelled' });
  }

  /** Our close frame is on the wire. */
  sent(close: ClosePayload): void {
    if (this.#isOpen) {
      // Written frame by frame by the conversation.
      this.#isOpen = false;
      this.#parts.sink.closing();
      this.#awaitAnswer();
    }
    this.#report('out', close);
  }

  /** The server's close frame has come; it is answered if it came first. */
  received(close: ClosePayload): void {
    this.#peerClose = { ...close, isAnswer: !this.#isOpen };
    void this.#parts.inbound.idle().then(() => this.#over());
    this.#report('in', close);
    this.#finishAfter(SOCKET_END_GRACE_MS, this.#verdict ?? { outcome: 'ok' });
    // The answer carries the same code (RFC 6455 §5.5.1).
    const code = close.code === CloseCode.noStatus ? undefined : close.code;
    if (this.#isOpen) this.#writeClose(code, '');
  }

  /** Fails the WebSocket connection (RFC 6455 §7.1.7), but lets the close frame reach the server. */
  breakOff(error: WireError): void {
    this.#verdict ??= { outcome: 'failed', error };
    this.#isBroken = true;
    this.#parts.reader.stop();
    this.#finishAfter(SOCKET_END_GRACE_MS, this.#verdict);
    if (this.#isOpen) this.#writeClose(error.closeCode, '');
    // Not destroyed: unread bytes would turn the end into a reset, which can overtake the close frame.
    this.#endAfterClose();
  }

  #writeClose(code: number | undefined, reason: string): void {
    this.#isOpen = false;
    this.#parts.sink.closing();
    // A socket that is lost meanwhile says so by its own events.
    this.#closeLeft = this.#parts.writer.close(code, reason).catch(() => undefined);
  }

  #endAfterClose(): void {
    void this.#closeLeft.then(() => this.#parts.connection.stream.end());
  }

  #report(dir: 'in' | 'out', { code, reason }: ClosePayload): void {
    // Clean so far: the closing handshake is complete with the server's close frame.
    const clean = this.#peerClose !== null && !this.#isBroken;
    const { sink, connection } = this.#parts;
    const codeName = closeCodeName(code);
    sink.emit({ event: 'ws.close', dir, code, codeName, reason, clean }, connection.id);
  }

  #socketEnded(): void {
    if (this.#isFinished) return;
    if (this.#verdict !== null) this.#finish(this.#verdict);
    else if (this.#peerClose !== null) this.#finish({ outcome: 'ok' });
    else this.#finishAbnormally();
  }

  #finishAbnormally(): void {
    const params = { rfc: 'RFC 6455 §7.1.5' };
    const cause = this.#socketError;
    const error = new WireError('WB_WS_ABNORMAL_CLOSE', 'frames', { params, cause });
    const { reader, sink } = this.#parts;
    if (reader.unfinished !== null) sink.frameError(sink.frame(reader.unfinished), error);
    this.#isBroken = true;
    this.#report('in', { code: CloseCode.abnormal, reason: '' });
    this.#finish({ outcome: 'failed', error });
  }

  #finishAfter(delayMs: number, end: ChannelEnd): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish(end), delayMs);
  }

  #finish(end: ChannelEnd): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#isOpen = false;
    clearTimeout(this.#timer);
    const { reader, inbound, connection } = this.#parts;
    reader.stop();
    if (end.outcome === 'cancelled') inbound.stop();
    connection.stream.destroy();
    void inbound.idle().then(() => {
      this.#resolveEnded(end);
      this.#over();
    });
  }

  #over(): void {
    this.#isOver = true;
    this.#parts.onOver();
  }
}
