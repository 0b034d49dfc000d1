import type { RepeatedHttpVersion } from '../../protocol/console.ts';
import type { LanesPicture, LanesView, RequestBar } from '../../protocol/lanes.ts';
import { formatCount, formatDuration } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { place } from './laneModel.ts';

/** Requests that can be sent again over the other protocol. */
export interface Repeatable {
  exchanges: number[];
  httpVersion: RepeatedHttpVersion;
}

/** What ran last at the same time, if all of it went over one protocol and can go over the other. */
export function repeatable(view: LanesPicture & Partial<LanesView>): Repeatable | null {
  const { bars, endMs, live, omitted, repeated } = view;
  if (live || omitted > 0) return null;
  const batch = lastAtOnce(bars, endMs);
  const exchanges = [...new Set(batch.map(({ exchange }) => exchange))];
  const seen = [...bars, ...(repeated?.bars ?? [])];
  const httpVersion = otherVersion(batch, seen);
  return exchanges.length < 2 || httpVersion === null ? null : { exchanges, httpVersion };
}

function otherVersion(
  batch: readonly RequestBar[],
  seen: readonly RequestBar[],
): RepeatedHttpVersion | null {
  const protocol = protocolOf(batch);
  if (protocol !== 'HTTP/1.1') return protocol && '1.1';
  const plain = batch.map(({ origin }) => origin).filter((origin) => !origin.startsWith('https:'));
  if (plain.length === 0) return '2';
  // Without TLS nothing tells whether a server speaks HTTP/2 (RFC 9113 §3.3), unless it has done so.
  const speaking = new Set(seen.filter(isHttp2).map(({ origin }) => origin));
  return plain.every((origin) => speaking.has(origin)) ? '2-prior' : null;
}

function isHttp2({ httpVersion }: RequestBar): boolean {
  return httpVersion?.split('.')[0] === '2';
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
