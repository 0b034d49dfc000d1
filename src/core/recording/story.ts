import { Hop } from './hop.ts';
import { timingsOf } from './phaseSpans.ts';
import type { FailurePhase } from '../errors/wireError.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';
import type { Outcome, Timings } from '../wire/wireFacts.ts';
import type { CloseView, ExchangeState } from '../../protocol/exchange.ts';

/** Where an exchange stands and how it got there, folded from its events as they are told. */
export class Story {
  readonly hops: Hop[];
  state: ExchangeState = 'connecting';
  handshake: WireEventOf<'ws.handshake'> | null = null;
  failure: WireEventOf<'exchange.failed'> | null = null;
  close: CloseView | null = null;
  /** When a WebSocket opened, since the exchange began. */
  openedMs: number | null = null;
  /** When the answer had come as a whole, where something was done after that. */
  endedMs: number | null = null;
  completedMs: number | null = null;

  constructor(url: string) {
    this.hops = [new Hop(url)];
  }

  /** The hop that is under way. */
  get hop(): Hop {
    return this.hops.at(-1)!;
  }

  observe(event: WireEventBody, timeMs: number, connection: number | undefined): void {
    this.hop.observe(event, timeMs, connection);
    switch (event.event) {
      case 'http.request':
        this.state = 'waiting';
        break;
      case 'http.response':
        this.state = 'receiving';
        break;
      case 'http.redirect':
        this.hops.push(new Hop(event.to, 'redirect'));
        break;
      case 'http.retry':
        this.hops.push(new Hop(event.url, 'retry'));
        break;
      case 'http.challenge':
        this.hops.push(new Hop(event.url, 'challenge'));
        break;
      case 'sse.reconnect':
        this.hops.push(new Hop(event.url, 'reconnect'));
        this.state = 'connecting';
        break;
      case 'ws.reconnect':
        this.hop.lostBy = String(event.closeCode ?? event.code);
        this.hop.lostMs = timeMs;
        this.hops.push(new Hop(event.url, 'reconnect'));
        this.state = 'connecting';
        this.handshake = null;
        this.close = null;
        break;
      case 'ws.handshake':
        this.handshake = event;
        break;
      case 'ws.close':
        this.#observeClose(event);
        break;
      case 'exchange.failed':
        this.failure = event;
        break;
      default:
    }
  }

  open(timeMs: number): void {
    this.openedMs = timeMs;
    this.hop.openedMs = timeMs;
    this.state = 'open';
  }

  startClosing(): void {
    this.state = 'closing';
  }

  /** Milliseconds per phase over all hops; `null` until the exchange is over. */
  get timings(): Timings | null {
    if (this.completedMs === null) return null;
    const phases = this.hops.map((hop) => hop.phases);
    return timingsOf(phases, this.endedMs ?? this.completedMs);
  }

  /** Ends the phases that still run. */
  complete(outcome: Outcome, timeMs: number, failedIn: FailurePhase | null): void {
    if (failedIn !== null) this.hop.phases.fail(failedIn);
    const endMs = this.endedMs ?? timeMs;
    for (const { phases } of this.hops) phases.endAll(endMs);
    this.completedMs = timeMs;
    const wentWell = this.openedMs === null ? 'completed' : 'closed';
    this.state = outcome === 'ok' ? wentWell : outcome;
  }

  /** The first close frame says who closes and why, the last one whether it went well. */
  #observeClose({ dir, code, codeName, reason, clean }: WireEventOf<'ws.close'>): void {
    const by = dir === 'out' ? 'us' : 'peer';
    this.close = { ...(this.close ?? { code, codeName, reason, by }), clean };
  }
}
