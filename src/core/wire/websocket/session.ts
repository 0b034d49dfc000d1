import { WireError } from '../../errors/wireError.ts';
import { defaultConversation } from '../../runner/preparedRequest.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { ChannelEnd } from '../conversation/channel.ts';
import { converse } from '../conversation/conversation.ts';
import type { Connection } from '../dialer/connection.ts';
import { dial } from '../dialer/dial.ts';
import { dialTargetOf } from '../dialer/dialTarget.ts';
import type { ExchangeSink, WireRecorder } from '../sink.ts';
import { WebSocketChannel } from './channel.ts';
import { CloseCode } from './closeCode.ts';
import { invalid } from './closePayload.ts';
import type { UpgradeOffer } from './handshake.ts';
import { makeOffer } from './handshake.ts';
import { upgrade } from './upgrade.ts';

const CLOSE_TIMEOUT_MS = 5000;

/** What a session needs beside its request. */
export interface WebSocketContext {
  recorder: WireRecorder;
  /** How long the server may take to answer a close frame; 5 s unless given. */
  closeTimeoutMs?: number;
}

/**
 * Opens a WebSocket, does the steps of the request and records all of it. Every failure ends up in
 * `sink.complete`; `send`, `ping` and `close` reject with a `WireError` when they cannot be done.
 */
export function openWebSocket(
  request: PreparedRequest,
  sink: ExchangeSink,
  context: WebSocketContext,
): WebSocketSession {
  return new WebSocketSession(request, sink, context);
}

/** One WebSocket from the first lookup to the end of its socket. */
export class WebSocketSession {
  /** Resolves, never rejects, when the exchange is completed and its socket is closed. */
  readonly finished: Promise<void>;
  readonly #request: PreparedRequest;
  readonly #sink: ExchangeSink;
  readonly #context: WebSocketContext;
  readonly #opening = new AbortController();
  #channel: WebSocketChannel | null = null;
  /** Whoever uses the session ends it, so steps that are left over are no failure. */
  #endsOnRequest = false;

  constructor(request: PreparedRequest, sink: ExchangeSink, context: WebSocketContext) {
    this.#request = request;
    this.#sink = sink;
    this.#context = context;
    this.finished = this.#live();
  }

  /** Sends a text or a binary message; resolves when the socket has taken it. */
  async send(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    await this.#open().send({ data: bytes, binary: typeof data !== 'string' });
  }

  /** Sends a ping of at most 125 bytes; its round-trip time is recorded with the pong. */
  async ping(payload: Uint8Array): Promise<void> {
    await this.#open().ping(payload);
  }

  /** Begins the closing handshake; resolves when the close frame has left. */
  async close(code: number, reason: string): Promise<void> {
    await this.#open().close(code, reason);
    this.#endsOnRequest = true;
  }

  /** Closes an open WebSocket with 1000, gives up one that is not open yet, and cuts off one that is closing. */
  cancel(): void {
    this.#endsOnRequest = true;
    const channel = this.#channel;
    if (channel === null) this.#opening.abort();
    else if (channel.isOpen) void channel.close(CloseCode.normal, '');
    else channel.cutOff();
  }

  /** Closes with 1001; resolves when the socket is closed. */
  async dispose(): Promise<void> {
    this.#endsOnRequest = true;
    this.#opening.abort();
    await this.#channel?.goAway();
    await this.finished;
  }

  #open(): WebSocketChannel {
    if (this.#channel === null) throw invalid('the WebSocket is not open.');
    return this.#channel;
  }

  async #live(): Promise<void> {
    const end = await this.#connectAndConverse().catch((error: unknown) => this.#endFor(error));
    this.#sink.complete(end.outcome, end.error);
  }

  async #connectAndConverse(): Promise<ChannelEnd> {
    const offer = makeOffer(this.#request);
    const connection = await this.#dial();
    try {
      const channel = await this.#upgrade(offer, connection);
      return await this.#converse(channel);
    } finally {
      connection.stream.destroy();
    }
  }

  async #converse(channel: WebSocketChannel): Promise<ChannelEnd> {
    try {
      await converse(channel, this.#request, this.#sink);
      return await channel.ended;
    } catch (cause) {
      const error = asWireError(cause);
      if (!this.#endsOnRequest) channel.fail(error);
      const end = await channel.ended;
      const endedWell = end.outcome === 'ok' && !this.#endsOnRequest;
      return endedWell ? { outcome: 'failed', error } : end;
    }
  }

  async #dial(): Promise<Connection> {
    const { options, url } = this.#request;
    const target = dialTargetOf(new URL(url), options, ['http/1.1']);
    const limitMs = options.timeoutMs ?? Infinity;
    target.connectionTimeoutMs = Math.min(target.connectionTimeoutMs, limitMs);
    return dial(target, this.#sink, this.#context.recorder, this.#opening.signal);
  }

  async #upgrade(offer: UpgradeOffer, connection: Connection): Promise<WebSocketChannel> {
    const { options } = this.#request;
    const { signal } = this.#opening;
    const upgraded = await upgrade(offer, options, connection, this.#sink, signal);
    signal.throwIfAborted();
    const channel = new WebSocketChannel({
      connection,
      sink: this.#sink,
      deflate: upgraded.deflate,
      maxPayloadBytes: options.maxPayloadBytes,
      options: options.conversation ?? defaultConversation,
      closeTimeoutMs: this.#context.closeTimeoutMs ?? CLOSE_TIMEOUT_MS,
      inOffset: upgraded.inOffset,
      outOffset: upgraded.outOffset,
    });
    this.#channel = channel;
    this.#sink.opened();
    channel.start(upgraded.rest);
    return channel;
  }

  #endFor(error: unknown): ChannelEnd {
    if (this.#opening.signal.aborted) return { outcome: 'cancelled' };
    return { outcome: 'failed', error: asWireError(error) };
  }
}

function asWireError(error: unknown): WireError {
  if (error instanceof WireError) return error;
  const params = { reason: error instanceof Error ? error.message : String(error) };
  return new WireError('WB_INTERNAL', 'upgrade', { cause: error, params });
}
