import type { ConnectionLog } from './connectionLog.ts';
import { socketEnd } from './connectionView.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Hop } from './hop.ts';
import type { Disclosure } from './masker.ts';
import { isUnderWay, repetitionOf, runOf, runsOf } from './run.ts';
import type { Run } from './run.ts';
import { connectionLimit } from '../runner/preparedRequest.ts';
import { noLanes } from '../../protocol/lanes.ts';
import type {
  LanesPicture,
  LanesView,
  RequestBar,
  RunChoice,
  SocketLane,
} from '../../protocol/lanes.ts';

/** More would be no picture any more. */
const mostBars = 500;

/** What the view is made from. */
export interface LanesSource {
  /** Oldest first. */
  exchanges: readonly ExchangeLog[];
  connection(id: number): ConnectionLog | undefined;
  disclosure(exchange: ExchangeLog): Disclosure;
  disclosureOf(connection: ConnectionLog): Disclosure;
}

/** The sockets of a run and what they carried; a number out of range is the nearest run. */
export function lanesView(source: LanesSource, choice: RunChoice): LanesView {
  const nowClockMs = performance.now();
  const runs = runsOf(source.exchanges, nowClockMs);
  const wanted = choice === 'newest' ? runs.length : choice;
  const number = Math.min(Math.max(wanted, 1), runs.length);
  const run = runs[number - 1];
  if (run === undefined) return noLanes;
  return {
    run: number,
    runs: runs.length,
    ...pictureOf(run, source, nowClockMs),
    repeated: repeatedBy(run, source, nowClockMs),
  };
}

/** What a run has sent again, as far as it is still recorded. */
function repeatedBy(run: Run, source: LanesSource, nowClockMs: number): LanesPicture | null {
  const ids = new Set(repetitionOf(run.exchanges[0]!)?.of);
  const exchanges = source.exchanges.filter(({ id }) => ids.has(id));
  return exchanges.length === 0
    ? null
    : pictureOf(runOf(exchanges, nowClockMs), source, nowClockMs);
}

function pictureOf(run: Run, source: LanesSource, nowClockMs: number): LanesPicture {
  const bars = run.exchanges.flatMap((exchange) => barsOf(exchange, run, source));
  const shown = bars.slice(-mostBars);
  return {
    startedAtMs: run.exchanges[0]!.startedAtMs,
    endMs: run.endClockMs - run.startClockMs,
    nowMs: nowClockMs - run.startClockMs,
    live: run.exchanges.some(isUnderWay),
    sockets: socketsOf(shown, run, source),
    bars: shown,
    omitted: bars.length - shown.length,
  };
}

/** A request that was never sent has no bar. */
function barsOf(exchange: ExchangeLog, run: Run, source: LanesSource): RequestBar[] {
  const { request, story } = exchange;
  if (!('options' in request)) return [];
  const shiftMs = exchange.startClockMs - run.startClockMs;
  const bars = story.hops.map((hop, index): RequestBar => {
    const isLast = index === story.hops.length - 1;
    return {
      exchange: exchange.id,
      hop: index,
      cause: hop.cause,
      lostBy: hop.lostBy,
      kind: request.kind,
      name: request.name,
      method: hop.request?.method ?? request.method,
      ...placeOf(hop),
      httpVersion: hop.response?.httpVersion ?? hop.request?.httpVersion ?? null,
      status: hop.response?.status ?? null,
      state: isLast ? story.state : hop.lostBy === null ? 'completed' : 'failed',
      connection: hop.connection,
      requestsBefore: hop.requestsBefore,
      phases: hop.phases.spans.map((span) => ({
        ...span,
        startMs: span.startMs + shiftMs,
        endMs: span.endMs === null ? null : span.endMs + shiftMs,
      })),
      open: openOf(hop, isLast ? story.completedMs : hop.lostMs, shiftMs),
      limit: connectionLimit(request.options.profile),
    };
  });
  return source.disclosure(exchange).value(bars);
}

function placeOf({ url, request }: Hop): { target: string; origin: string } {
  const parsed = URL.parse(url);
  const path = parsed === null ? url : parsed.pathname + parsed.search;
  return { target: request?.target ?? path, origin: parsed?.origin ?? url };
}

function openOf({ openedMs }: Hop, endMs: number | null, shiftMs: number): RequestBar['open'] {
  if (openedMs === null) return null;
  return { startMs: openedMs + shiftMs, endMs: endMs === null ? null : endMs + shiftMs };
}

function socketsOf(bars: readonly RequestBar[], run: Run, source: LanesSource): SocketLane[] {
  const ids = new Set(bars.map(({ connection }) => connection).filter((id) => id !== null));
  return [...ids]
    .map((id) => source.connection(id))
    .filter((connection) => connection !== undefined)
    .map((connection) => ({
      ...socketLane(connection, run.startClockMs),
      closed: socketEnd(connection, source.disclosureOf(connection)),
    }));
}

function socketLane(connection: ConnectionLog, startClockMs: number): Omit<SocketLane, 'closed'> {
  const { facts, tls, openedClockMs, endClockMs } = connection;
  const since = (clockMs: number | null) => (clockMs === null ? null : clockMs - startClockMs);
  return {
    connection: connection.id,
    origin: facts?.origin ?? '',
    local: connection.local,
    remote: connection.remote,
    proxy: facts?.proxy ?? null,
    tlsVersion: (facts?.tls ?? tls.facts)?.version ?? null,
    openedMs: since(openedClockMs),
    closedMs: since(endClockMs),
    bytesOut: connection.out.lengthBytes,
    bytesIn: connection.in.lengthBytes,
    requests: connection.requests,
  };
}
