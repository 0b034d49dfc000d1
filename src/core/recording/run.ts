import type { ExchangeLog } from './exchangeLog.ts';
import { isPrepared } from '../runner/preparedRequest.ts';
import type { Repetition } from '../runner/preparedRequest.ts';

/** A silence of this length begins a new run. */
const silenceMs = 15_000;

/** Exchanges that belong together in time; times of the process's clock. */
export interface Run {
  exchanges: ExchangeLog[];
  startClockMs: number;
  endClockMs: number;
}

/** Splits exchanges, oldest first, where nothing was under way for a while; what repeats others is a run of its own. */
export function runsOf(exchanges: Iterable<ExchangeLog>, nowClockMs: number): Run[] {
  const runs: Run[] = [];
  for (const exchange of exchanges) {
    const run = runs.at(-1);
    if (run === undefined || !belongsTo(run, exchange)) {
      runs.push(runOf([exchange], nowClockMs));
    } else {
      run.exchanges.push(exchange);
      run.endClockMs = Math.max(run.endClockMs, endOf(exchange, nowClockMs));
    }
  }
  return runs;
}

/** A run of these exchanges, oldest first; at least one. */
export function runOf(exchanges: ExchangeLog[], nowClockMs: number): Run {
  return {
    exchanges,
    startClockMs: exchanges[0]!.startClockMs,
    endClockMs: Math.max(...exchanges.map((exchange) => endOf(exchange, nowClockMs))),
  };
}

/** What the exchange was sent again with, if it was. */
export function repetitionOf({ request }: ExchangeLog): Repetition | null {
  return isPrepared(request) ? (request.repetition ?? null) : null;
}

function belongsTo(run: Run, exchange: ExchangeLog): boolean {
  return (
    exchange.startClockMs - run.endClockMs <= silenceMs &&
    repetitionOf(exchange)?.number === repetitionOf(run.exchanges[0]!)?.number
  );
}

/** Whether something may still happen on the way to a response. */
export function isUnderWay({ story }: ExchangeLog): boolean {
  return story.completedMs === null && story.openedMs === null;
}

/** An open WebSocket is no request under way: it may stay open for hours. */
function endOf({ story, startClockMs }: ExchangeLog, nowClockMs: number): number {
  const endMs = story.openedMs ?? story.completedMs;
  return endMs === null ? nowClockMs : startClockMs + endMs;
}
