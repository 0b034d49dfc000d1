import type { LanesPicture, LanesView, RequestBar } from '../../protocol/lanes.ts';
import { formatCount, formatDuration } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { place } from './laneModel.ts';

/** Requests that can be sent again over the other protocol. */
export interface Repeatable {
  exchanges: number[];
  httpVersion: '1.1' | '2';
}

/** What ran last at the same time, if all of it went over one protocol and can go over the other; HTTP/2 needs TLS. */
export function repeatable({ bars, endMs, live, omitted }: LanesPicture): Repeatable | null {
  if (live || omitted > 0) return null;
  const batch = lastAtOnce(bars, endMs);
  const exchanges = [...new Set(batch.map(({ exchange }) => exchange))];
  const protocol = protocolOf(batch);
  const secure = batch.every(({ origin }) => origin.startsWith('https:'));
  if (exchanges.length < 2 || protocol === null || !secure) return null;
  return { exchanges, httpVersion: protocol === 'HTTP/2' ? '1.1' : '2' };
}

/** The one protocol of these requests. */
export function protocolOf(bars: readonly RequestBar[]): 'HTTP/1.1' | 'HTTP/2' | null {
  const versions = new Set(bars.map(({ httpVersion }) => httpVersion?.split('.')[0]));
  if (versions.size !== 1) return null;
  if (versions.has('2')) return 'HTTP/2';
  return versions.has('1') ? 'HTTP/1.1' : null;
}

/** Both protocols and how long each took, where both have answered everything. */
export function comparison({ bars, endMs, live, repeated }: LanesView): string[] {
  if (repeated === null || live) return [];
  const now = protocolOf(bars);
  const before = protocolOf(repeated.bars);
  const count = answered(bars);
  if (now === null || before === null || count === 0 || count !== answered(repeated.bars))
    return [];
  const times = [now, formatDuration(endMs), before, formatDuration(repeated.endMs)];
  return [say('showsCompared', formatCount(count), ...times)];
}

/** How many requests got an answer; 0 where one did not. */
function answered(bars: readonly RequestBar[]): number {
  const wentWell = bars.every(({ state }) => state === 'completed');
  return wentWell ? new Set(bars.map(({ exchange }) => exchange)).size : 0;
}

/** The HTTP requests behind the last moment at which nothing was under way. */
function lastAtOnce(bars: readonly RequestBar[], nowMs: number): RequestBar[] {
  let batch: RequestBar[] = [];
  let batchEndMs = 0;
  const placed = bars
    .filter(({ kind }) => kind === 'http' || kind === 'graphql')
    .map((bar) => place(bar, nowMs, true));
  for (const { bar, startMs, endMs } of placed.toSorted((a, b) => a.startMs - b.startMs)) {
    if (startMs >= batchEndMs) batch = [];
    batch.push(bar);
    batchEndMs = Math.max(batchEndMs, endMs);
  }
  return batch;
}
