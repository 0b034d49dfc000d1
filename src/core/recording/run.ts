import type { ExchangeLog } from './exchangeLog.ts';

/** A silence of this length begins a new run. */
const silenceMs = 15_000;

/** Exchanges that belong together in time; times of the process's clock. */
export interface Run {
  exchanges: ExchangeLog[];
  startClockMs: number;
  endClockMs: number;
}

/** Splits exchanges, oldest first, where nothing was under way for a while. */
export function runsOf(exchanges: Iterable<ExchangeLog>, nowClockMs: number): Run[] {
  const runs: Run[] = [];
  for (const exchange of exchanges) {
    const { startClockMs } = exchange;
    const endClockMs = endOf(exchange, nowClockMs);
    const run = runs.at(-1);
    if (run === undefined || startClockMs - run.endClockMs > silenceMs) {
      runs.push({ exchanges: [exchange], startClockMs, endClockMs });
    } else {
      run.exchanges.push(exchange);
      run.endClockMs = Math.max(run.endClockMs, endClockMs);
    }
  }
  return runs;
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
