import { setTimeout as sleep } from 'node:timers/promises';
import { WireError } from '../../errors/wireError.ts';
import { defaultConversation } from '../../runner/preparedRequest.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import { lenientJudge } from '../judge.ts';
import type { Judge } from '../judge.ts';
import { ExchangeLimit } from '../http/exchangeLimit.ts';
import type { ExchangeSink } from '../sink.ts';
import { abortSignalOf } from '../stop.ts';
import type { Channel, ChannelEnd } from './channel.ts';
import { converse } from './conversation.ts';
import type { Reconnects } from './reconnects.ts';

/** Normal Closure (RFC 6455 §7.4.1). */
const NORMAL_CLOSURE = 1000;

/** Opens the channel of a session, from the first lookup on; fails with a `WireError`, nothing is left open then. */
export type OpenChannel = (signal: AbortSignal) => Promise<Channel>;

/**
 * A conversation from the first lookup to the end of its socket. Every failure ends up in `sink.complete`; `send`,
 * `ping` and `close` reject with a `WireError` when they cannot be done.
 */
export class ConversationSession {
  /** Resolves, never rejects, when the exchange is completed and its socket is closed. */
  readonly finished: Promise<void>;
  readonly #request: PreparedRequest;
  readonly #sink: ExchangeSink;
  readonly #judgement: Judge;
  readonly #reconnects: Reconnects | null;
  readonly #opening = new AbortController();
  readonly #limit: ExchangeLimit;
  #channel: Channel | null = null;
  /** Whoever uses the session ends it, so steps that are left over are no failure. */
  #endsOnRequest = false;

  constructor(
    request: PreparedRequest,
    sink: ExchangeSink,
    open: OpenChannel,
    judge: Judge = lenientJudge,
    reconnects: Reconnects | null = null,
  ) {
    this.#request = request;
    this.#judgement = judge;
    this.#reconnects = reconnects;
    this.#sink = sink;
    const { limitMs } = request.options.conversation ?? defaultConversation;
    this.#limit = new ExchangeLimit(limitMs, this.#opening.signal);
    this.#limit.signal.addEventListener('abort', () => this.#expire());
    this.finished = this.#live(open);
  }

  /** Sends a text or bytes; resolves when the socket has taken it. */
  async send(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    await this.#open().send({ data: bytes, binary: typeof data !== 'string' });
  }

  /** Sends a ping of at most 125 bytes; its round-trip time is recorded with the pong. */
  async ping(payload: Uint8Array): Promise<void> {
    const { frames } = this.#open();
    if (frames === null) throw invalid('there are no pings without frames.');
    await frames.ping(payload);
  }

  /** Begins to close; resolves when that has left. */
  async close(code: number, reason: string): Promise<void> {
    const channel = this.#open();
    await channel.close(code, reason);
    this.#endsOnRequest = true;
    channel.finish();
  }

  /** Closes an open channel, gives up one that is not open yet, and cuts off one that is closing. */
  cancel(): void {
    this.#endsOnRequest = true;
    const channel = this.#channel;
    if (channel === null) this.#opening.abort();
    else if (channel.isOpen) void channel.close(NORMAL_CLOSURE, '').then(() => channel.finish());
    else channel.cutOff();
  }

  /** Closes because the engine ends; resolves when the socket is closed. */
  async dispose(): Promise<void> {
    this.#endsOnRequest = true;
    this.#opening.abort();
    await this.#channel?.goAway();
    await this.finished;
  }

  #open(): Channel {
    if (this.#channel === null) throw invalid('the connection is not open.');
    return this.#channel;
  }

  async #live(open: OpenChannel): Promise<void> {
    const end = await this.#connect(open);
    this.#limit.release();
    this.#sink.ended();
    const { outcome, error } = await this.#judge(end);
    this.#sink.complete(outcome, error);
  }

  /** The time is over: what is open fails, and its peer is not waited for any longer. */
  #expire(): void {
    if (!this.#limit.timedOut || this.#endsOnRequest || this.#channel === null) return;
    this.#channel.fail(this.#limit.explain(new WireError('WB_CANCELLED', 'messages')));
    void this.#channel.goAway();
  }

  async #judge(end: ChannelEnd): Promise<ChannelEnd> {
    if (end.outcome === 'failed') await this.#judgement.brokeOff();
    if (end.outcome === 'cancelled') this.#judgement.stop();
    if (end.outcome !== 'ok') return end;
    try {
      await this.#judgement.judge();
      return end;
    } catch (cause) {
      const error = asWireError(cause);
      return error.code === 'WB_CANCELLED'
        ? { outcome: 'cancelled' }
        : { outcome: 'failed', error };
    }
  }

  async #openAndConverse(open: OpenChannel): Promise<ChannelEnd> {
    const channel = await open(abortSignalOf(this.#limit.signal));
    this.#channel = channel;
    this.#reconnects?.opened();
    try {
      await converse(channel, this.#request, this.#sink, this.#limit);
      channel.finish();
      return await channel.ended;
    } catch (cause) {
      const error = asWireError(cause);
      if (!this.#endsOnRequest) channel.fail(error);
      const end = await channel.ended;
      const endedWell = end.outcome === 'ok' && !this.#endsOnRequest;
      return endedWell ? { outcome: 'failed', error } : end;
    }
  }

  /** One connection after the other, as long as a new one may help; the steps begin anew on each. */
  async #connect(open: OpenChannel): Promise<ChannelEnd> {
    for (;;) {
      const end = await this.#openAndConverse(open).catch((error: unknown) => this.#endFor(error));
      const signal = abortSignalOf(this.#limit.signal);
      if (this.#endsOnRequest || signal.aborted) return end;
      const afterMs = this.#reconnects?.next(end, this.#channel?.peerClose ?? null) ?? null;
      if (afterMs === null) return end;
      this.#channel = null;
      await sleep(afterMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return this.#endFor(new WireError('WB_CANCELLED', 'tcp'));
    }
  }

  #endFor(error: unknown): ChannelEnd {
    if (this.#opening.signal.aborted) return { outcome: 'cancelled' };
    return { outcome: 'failed', error: this.#limit.explain(asWireError(error)) };
  }
}

/** Something was asked of the channel that it cannot do. */
function invalid(reason: string): WireError {
  return new WireError('WB_INVALID_REQUEST', 'frames', { params: { reason } });
}

function asWireError(error: unknown): WireError {
  if (error instanceof WireError) return error;
  const params = { reason: error instanceof Error ? error.message : String(error) };
  return new WireError('WB_INTERNAL', 'upgrade', { cause: error, params });
}
