import { setTimeout as delay } from 'node:timers/promises';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { ExpectStep, PreparedCheck, PreparedStep } from '../../runner/preparedStep.ts';
import type { WireEventOf } from '../events.ts';
import type { ExchangeLimit } from '../http/exchangeLimit.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Channel, Incoming } from './channel.ts';
import { evaluateCheck, type CheckResult } from './check.ts';
import { closedEarly } from './closedEarly.ts';
import { fillOperand } from './operand.ts';
import { isToReconnect } from './reconnects.ts';
import { until } from './until.ts';

/** How long an expectation waits where neither it nor `# @timeout` says so. */
const DEFAULT_LIMIT_MS = 5000;
const LONGEST_ACTUAL = 500;
/** A stream with this much to look at is not looked at again for every read. */
const BUSY_BYTES = 64 * 1024;
const BUSY_PAUSE_MS = 25;

type ExpectEvent = WireEventOf<'expect'>;
type Expected = ExpectStep & PreparedStep;

/** Waits for what is expected and tells how it came. */
export class Expectations {
  readonly #channel: Channel;
  readonly #request: PreparedRequest;
  readonly #sink: ExchangeSink;
  readonly #limit: ExchangeLimit;
  readonly #captures: ReadonlyMap<string, string>;

  constructor(
    channel: Channel,
    request: PreparedRequest,
    sink: ExchangeSink,
    limit: ExchangeLimit,
    captures: ReadonlyMap<string, string>,
  ) {
    this.#channel = channel;
    this.#request = request;
    this.#sink = sink;
    this.#limit = limit;
    this.#captures = captures;
  }

  /** A message or a close; answers whether all was as expected. */
  async meets(step: Expected): Promise<boolean> {
    return step.what === 'close' ? this.#close(step) : this.#message(step);
  }

  /** The `total`-th pong of the conversation. */
  async pong(step: Expected, total: number): Promise<boolean> {
    const { frames } = this.#channel;
    const came = await this.#until(this.#limitMs(step), () =>
      frames !== null && frames.pongsIn >= total ? true : null,
    );
    this.#passOver(step, came);
    return this.#tellSimple(step, came === true, came);
  }

  tell({ actual, ...expectation }: Omit<ExpectEvent, 'event'>): void {
    const shown = cut(actual, this.#request.secrets);
    this.#sink.emit({ event: 'expect', ...expectation, actual: shown });
  }

  async #close(step: Expected): Promise<boolean> {
    const channel = this.#channel;
    const came = await this.#until(this.#limitMs(step), () => channel.peerClose);
    if (typeof came === 'string') return this.#tellSimple(step, false, came);
    const passed = step.code === null || came.code === step.code;
    const actual = came.code === null ? 'close' : `close ${came.code} ${came.reason}`.trimEnd();
    this.tell({ ...placeOf(step), passed, actual });
    return passed;
  }

  async #message(step: Expected): Promise<boolean> {
    const checks = step.checks.map((check) => ({
      ...check,
      operand: fillOperand(check.operand, this.#captures),
    }));
    let results: CheckResult[] | null = null;
    let message: number | null = null;
    const came = await this.#untilMessage(step, (incoming) => {
      message = incoming.row;
      results = checks.map((check) => evaluateCheck(check, incoming));
      const passed = results.every((result) => result.passed);
      if (incoming.grows && !passed) return null;
      this.#channel.take(usedBytes(results, incoming));
      return passed;
    });
    this.#passOver(step, came);
    const missing = typeof came === 'string' ? came : undefined;
    const by = missing !== undefined || message === null ? {} : { message };
    if (checks.length === 0) return this.#tellSimple(step, came === true, came, by);
    step.checks.forEach((check, index) =>
      this.#tellCheck(check, results?.[index], { ...by, ...(missing && { missing }) }),
    );
    return came === true;
  }

  async #untilMessage(
    step: Expected,
    judge: (incoming: Incoming) => boolean | null,
  ): Promise<boolean | 'timeout' | 'closed'> {
    const startMs = performance.now();
    const limitMs = this.#limitMs(step);
    let isBusy = false;
    for (;;) {
      if (isBusy) await delay(BUSY_PAUSE_MS);
      isBusy = false;
      const leftMs = Math.max(0, limitMs - (performance.now() - startMs));
      const found = await this.#until(leftMs, () => {
        const incoming = this.#channel.next();
        const verdict = incoming === null ? null : judge(incoming);
        isBusy = verdict === null && incoming !== null && incoming.bytes > BUSY_BYTES;
        return verdict === null && isBusy && leftMs > 0 && !this.#channel.isOver
          ? 'again'
          : verdict;
      });
      if (found !== 'again') return found;
    }
  }

  /** When the time of the whole conversation is over nothing counts any more, such as the answer to our close. */
  async #until<T>(limitMs: number, look: () => T | null): Promise<T | 'timeout' | 'closed'> {
    const came = await until(this.#channel, limitMs, () => (this.#limit.timedOut ? null : look()));
    return came === 'closed' && this.#limit.timedOut ? 'timeout' : came;
  }

  /** What a lost connection did not answer is asked again on the next one, and is no unmet expectation. */
  #passOver({ line }: Expected, came: boolean | 'timeout' | 'closed'): void {
    const isLost = came === 'closed' && isToReconnect(this.#channel, this.#request.options);
    if (isLost) throw closedEarly(line);
  }

  #tellCheck(
    { line, column, text }: PreparedCheck,
    result: CheckResult | undefined,
    { message, missing }: Pick<ExpectEvent, 'message' | 'missing'>,
  ): void {
    const passed = result?.passed ?? false;
    const actual = result?.actual ?? '';
    const why = missing === undefined || passed ? {} : { missing };
    const by = message === undefined ? {} : { message };
    this.tell({ line, column, text, passed, actual, ...why, ...by });
  }

  #tellSimple(
    step: PreparedStep,
    passed: boolean,
    came: boolean | 'timeout' | 'closed',
    by: Pick<ExpectEvent, 'message'> = {},
  ): boolean {
    const missing = typeof came === 'string' ? { missing: came } : {};
    this.tell({ ...placeOf(step), passed, actual: '', ...missing, ...by });
    return passed;
  }

  #limitMs({ withinMs }: ExpectStep): number {
    return withinMs ?? this.#request.options.timeoutMs ?? DEFAULT_LIMIT_MS;
  }
}

/** Where a step stands, and what it expects in its own words. */
function placeOf({
  line,
  column,
  shown,
}: PreparedStep): Pick<ExpectEvent, 'line' | 'column' | 'text'> {
  return {
    line,
    column: column ?? 1,
    text: shown
      .replace(/^expect\b\s*(?=$|within)/, 'a message ')
      .replace(/^expect\s+/, '')
      .trim(),
  };
}

/** What the checks needed of a stream; a message is taken as a whole. */
function usedBytes(results: readonly CheckResult[], { bytes, grows }: Incoming): number {
  if (!grows || results.length === 0) return bytes;
  return Math.max(...results.map((result) => result.usedBytes));
}

/** The beginning of a text, never cut inside a secret: the rest of one would not be masked. */
function cut(text: string, secrets: readonly string[]): string {
  if (text.length <= LONGEST_ACTUAL) return text;
  let end = LONGEST_ACTUAL;
  for (const secret of secrets) {
    const at = secret === '' ? -1 : text.lastIndexOf(secret, end - 1);
    if (at >= 0 && at + secret.length > end) end = at;
  }
  return `${text.slice(0, end).toWellFormed()}…`;
}
