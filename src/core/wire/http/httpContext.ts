import type { CookieJar } from 'tough-cookie';
import type { Judge } from '../judge.ts';
import type { WireRecorder } from '../sink.ts';
import type { BodyCopy } from './bodyCopy.ts';
import type { EventStreamState } from './eventStream.ts';
import type { Pools } from './pools.ts';
import type { StopSignal } from '../stop.ts';

/** What an HTTP exchange shares with others, and what stops it. */
export interface HttpContext {
  pools: Pools;
  cookieJar: CookieJar;
  recorder: WireRecorder;
  /** Gets a copy of the body of the answer. */
  copy?: BodyCopy;
  /** What a stream of events of this exchange has said. */
  eventStream?: EventStreamState;
  /** Cancels the exchange: its socket is destroyed. */
  signal: StopSignal;
  judge?: Judge;
}
