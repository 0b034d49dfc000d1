import { WireError } from '../../errors/wireError.ts';
import { defaultConversation } from '../../runner/preparedRequest.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import { decodeMessage } from '../../request-file/messageBytes.ts';
import type { FrameStep, MessageContent, PreparedStep } from '../../runner/preparedStep.ts';
import { fillTemplate } from '../../runner/template.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Channel } from './channel.ts';
import { capturedValue } from './check.ts';
import type { ExchangeLimit } from '../http/exchangeLimit.ts';
import { closedEarly } from './closedEarly.ts';
import { Expectations } from './expectations.ts';
import { closeInSilence } from './linger.ts';
import { until } from './until.ts';

type Step<S extends PreparedStep['step']> = Extract<PreparedStep, { step: S }>;

/**
 * Does the steps of a request, one after the other. When they are done, closes after `lingerMs` of silence, or
 * leaves the channel open. Rejects with a `WireError` of phase script when a step cannot be done; an expectation
 * that is not met is only told.
 */
export async function converse(
  channel: Channel,
  request: PreparedRequest,
  sink: ExchangeSink,
  limit: ExchangeLimit,
): Promise<void> {
  const { closeWhenDone, lingerMs, timeoutMs } = request.options;
  const done = await new Conversation(channel, request, sink, limit).run(request.steps);
  if (closeWhenDone) await closeInSilence(channel, done ? lingerMs : 0, timeoutMs);
}

class Conversation {
  readonly #channel: Channel;
  readonly #request: PreparedRequest;
  readonly #sink: ExchangeSink;
  readonly #expectations: Expectations;
  readonly #captures = new Map<string, string>();
  readonly #stopOnFailure: boolean;
  /** Messages that must have come before the next send: those at the last send, and those waited for since. */
  #expected = 0;
  /** A step of ours has begun to close. */
  #hasClosed = false;
  /** Pongs that came before the last ping, or were expected since. */
  #pongs = 0;

  constructor(
    channel: Channel,
    request: PreparedRequest,
    sink: ExchangeSink,
    limit: ExchangeLimit,
  ) {
    this.#channel = channel;
    this.#request = request;
    this.#sink = sink;
    this.#expectations = new Expectations(channel, request, sink, limit, this.#captures);
    this.#stopOnFailure = (request.options.conversation ?? defaultConversation).stopOnFailure;
  }

  /** Answers false where an expectation that was not met has ended it. */
  async run(steps: readonly PreparedStep[]): Promise<boolean> {
    for (const step of steps) {
      this.#sink.step(step.line, 'running');
      const wentWell = await this.#do(step).catch((error: unknown) => {
        this.#sink.step(step.line, 'failed');
        throw error;
      });
      this.#sink.step(step.line, wentWell ? 'done' : 'failed');
      if (!wentWell && this.#stopOnFailure) return false;
    }
    return true;
  }

  async #do(step: PreparedStep): Promise<boolean> {
    switch (step.step) {
      case 'expect':
        if (step.what === 'pong') return this.#expectations.pong(step, ++this.#pongs);
        return this.#expectations.meets(step);
      case 'capture':
        return this.#capture(step);
      case 'repeat':
        return this.#repeat(step);
      case 'wait':
        await this.#pause(step.waitMs);
        return true;
      case 'wait-for-server':
        await this.#waitForServer(step);
        return true;
      default:
        await this.#send(step).catch((error: unknown) => {
          throw this.#channel.isOpen ? error : this.#closedBefore(step, error);
        });
        return true;
    }
  }

  async #send(step: Step<'send' | 'ping' | 'pong' | 'close' | 'frame' | 'bytes'>): Promise<void> {
    const channel = this.#channel;
    switch (step.step) {
      case 'send': {
        const { fragments, uncompressed, content } = step;
        this.#expected = channel.messagesIn;
        const data = this.#bytesOf(content, step);
        return channel.send({ data, binary: content.type === 'binary', fragments, uncompressed });
      }
      case 'ping':
        this.#pongs = channel.frames?.pongsIn ?? 0;
        return channel.frames?.ping(Buffer.from(fillTemplate(step.text, this.#captures)));
      case 'pong':
        return channel.frames?.pong(Buffer.from(fillTemplate(step.text, this.#captures)));
      case 'close':
        await channel.close(step.code, fillTemplate(step.reason, this.#captures));
        this.#hasClosed = true;
        return;
      case 'frame':
        return channel.frames?.frame(this.#frameOf(step));
      case 'bytes':
        return channel.bytes(this.#bytesOf(step.content, step));
    }
  }

  /** Nothing can be done any more: because of us, or because the channel was lost. */
  #closedBefore({ line }: Pick<PreparedStep, 'line'>, cause?: unknown): WireError {
    if (!this.#hasClosed) return closedEarly(line, cause);
    const reason = `the step in line ${line} comes after “=== close”.`;
    return new WireError('WB_INVALID_REQUEST', 'script', {
      params: { reason, line: String(line) },
    });
  }

  #frameOf(step: FrameStep & PreparedStep): Parameters<NonNullable<Channel['frames']>['frame']>[0] {
    const { fin, rsv, opcode, mask } = step;
    return { fin, rsv, opcode, mask, payload: this.#bytesOf(step.content, step) };
  }

  #bytesOf(content: MessageContent, { line }: PreparedStep): Uint8Array {
    if ('bytes' in content) return content.bytes;
    const text = fillTemplate(content.text, this.#captures);
    const bytes = decodeMessage(text, content.type === 'text' ? 'utf8' : content.encoding);
    if (bytes !== null) return bytes;
    const reason = `what was captured makes the message in line ${line} no hex or base64.`;
    throw new WireError('WB_INVALID_REQUEST', 'script', { params: { reason, line: String(line) } });
  }

  async #capture({ line, column, name, path, shown }: Step<'capture'>): Promise<boolean> {
    const payload = this.#channel.last()?.payload ?? null;
    const value = payload === null ? null : capturedValue(path, payload);
    if (value === null) {
      const actual = payload === null ? 'no message' : payload.toString();
      this.#expectations.tell({ line, column, text: shown, passed: false, actual });
      return false;
    }
    this.#captures.set(name, value);
    this.#sink.captured(name, value);
    return true;
  }

  async #repeat({ count, everyMs, steps }: Step<'repeat'>): Promise<boolean> {
    const startMs = performance.now();
    let wentWell = true;
    for (let round = 0; round < count && !this.#channel.isOver; round++) {
      if (everyMs !== null) await this.#pause(startMs + round * everyMs - performance.now());
      wentWell = (await this.run(steps)) && wentWell;
      if (!wentWell && this.#stopOnFailure) return false;
    }
    return wentWell;
  }

  /** Not longer than the channel lives. */
  async #pause(waitMs: number): Promise<void> {
    if (waitMs > 0) await until(this.#channel, waitMs, () => null);
  }

  async #waitForServer({ line, count }: Step<'wait-for-server'>): Promise<void> {
    const channel = this.#channel;
    const { timeoutMs } = this.#request.options;
    this.#expected += count;
    const total = this.#expected;
    const came = await until(channel, timeoutMs, () => channel.messagesIn >= total || null);
    if (came === 'closed') {
      throw channel.peerClose ? closedEarly(line) : this.#closedBefore({ line });
    }
    if (came === 'timeout') {
      const params = { limit: `${(timeoutMs ?? 0) / 1000} s`, line: String(line) };
      throw new WireError('WB_TIMEOUT', 'script', { params });
    }
    channel.takeMessages(total);
  }
}
