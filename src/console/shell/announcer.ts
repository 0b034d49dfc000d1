import type { ExchangeView } from '../../protocol/exchange.ts';
import { exchangeTitle } from '../../protocol/exchangeTitle.ts';
import { formatCount } from '../words/formats.ts';
import { stateText } from '../words/states.ts';
import { say } from '../words/words.ts';

const pauseMs = 2000;
/** Counters alone are news only so often. */
const countPauseMs = 10_000;

/** Tells a screen reader how an exchange stands: at most a sentence every two seconds, never each frame. */
export class Announcer {
  readonly #region: HTMLElement;
  #saidAtMs = -Infinity;
  #countsSaidAtMs = -Infinity;
  #saidState = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #exchange: ExchangeView | null = null;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  update(exchange: ExchangeView | null): void {
    this.#exchange = exchange;
    if (this.#timer === undefined) this.#say();
  }

  #say(): void {
    const exchange = this.#exchange;
    const nowMs = performance.now();
    if (!exchange) return;
    const waitMs = this.#saidAtMs + pauseMs - nowMs;
    if (waitMs > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#say();
      }, waitMs);
      return;
    }
    const sentence = this.#sentence(exchange, nowMs);
    if (sentence === null) return;
    this.#saidAtMs = nowMs;
    this.#region.textContent = sentence;
  }

  #sentence(exchange: ExchangeView, nowMs: number): string | null {
    const { strong, rest } = stateText(exchange, nowMs);
    // The clock of an open connection is no news.
    const state = exchange.state === 'open' ? strong : `${strong} ${rest}`.trim();
    const key = `${exchange.id} ${state}`;
    const { framesIn, framesOut } = exchange.counts;
    if (key !== this.#saidState) {
      this.#saidState = key;
      this.#countsSaidAtMs = nowMs;
      return say('announceState', exchangeTitle(exchange), state);
    }
    if (framesIn + framesOut === 0 || nowMs - this.#countsSaidAtMs < countPauseMs) return null;
    this.#countsSaidAtMs = nowMs;
    return say('announceFrames', formatCount(framesOut), formatCount(framesIn));
  }
}
