import type { LanesPicture, RequestBar } from '../../protocol/lanes.ts';
import { formatCount, formatDuration } from '../words/formats.ts';
import { say, sayCount } from '../words/words.ts';
import { phaseEnd } from './laneModel.ts';
import { wasDropped } from './laneWords.ts';

/** A shorter wait than this teaches nothing. */
const waitFromMs = 5;

/** What a picture shows, in sentences that follow from its numbers; the most telling first. */
export function laneFindings(view: LanesPicture): string[] {
  const findings = [
    ...retries(view),
    ...reconnects(view),
    ...waits(view),
    ...multiplexing(view),
    ...reuse(view),
    ...unopened(view),
    ...closedByServer(view),
  ];
  return findings.length === 0 ? plain(view) : findings;
}

function durationOf(bar: RequestBar, phases: string[], nowMs: number): number {
  return bar.phases
    .filter(({ phase }) => phases.includes(phase))
    .reduce((sum, span) => sum + phaseEnd(span, nowMs) - span.startMs, 0);
}

const openingPhases = ['dns', 'tcp', 'proxy', 'tls'];

function retries({ bars }: LanesPicture): string[] {
  const lost = bars.filter(({ kind, lostBy }) => kind !== 'websocket' && lostBy !== null);
  if (lost.length === 0) return [];
  const methods = [...new Set(lost.map(({ method }) => method))].join(', ');
  return [sayCount('showsRetryOne', 'showsRetryOther', lost.length, methods)];
}

function reconnects({ bars }: LanesPicture): string[] {
  const count = bars.filter(wasDropped).length;
  return count === 0 ? [] : [sayCount('showsReconnectOne', 'showsReconnectOther', count)];
}

/** Requests that waited for a connection, by the origin that they waited for. */
function waits({ bars, endMs }: LanesPicture): string[] {
  const waiting = bars.filter(
    (bar) =>
      bar.httpVersion?.startsWith('2') !== true &&
      durationOf(bar, ['blocked'], endMs) >= waitFromMs,
  );
  return [...Map.groupBy(waiting, ({ origin }) => origin)].map(([origin, each]) => {
    const longestMs = Math.max(...each.map((bar) => durationOf(bar, ['blocked'], endMs)));
    const limit = each[0]!.limit;
    const longest = formatDuration(longestMs);
    if (limit === 1) return sayCount('showsQueueOne', 'showsQueueOther', each.length, longest);
    const most = limit === null ? '∞' : formatCount(limit);
    return sayCount('showsLimitOne', 'showsLimitOther', each.length, longest, most, origin);
  });
}

function multiplexing({ bars, sockets, endMs }: LanesPicture): string[] {
  return sockets.flatMap(({ connection }) => {
    const most = mostAtOnce(
      bars.filter((bar) => bar.connection === connection && bar.httpVersion?.startsWith('2')),
      endMs,
    );
    return most < 2 ? [] : [say('showsMultiplexed', formatCount(most))];
  });
}

/** How many of these requests were under way at the same time. */
function mostAtOnce(bars: readonly RequestBar[], nowMs: number): number {
  const edges = bars.flatMap(({ phases }) => {
    const sent = phases.filter(({ phase }) => ['send', 'wait', 'receive'].includes(phase));
    if (sent.length === 0) return [];
    const endMs = Math.max(...sent.map((span) => phaseEnd(span, nowMs)));
    return [
      { timeMs: sent[0]!.startMs, step: 1 },
      { timeMs: endMs, step: -1 },
    ];
  });
  let now = 0;
  let most = 0;
  for (const { step } of edges.toSorted((a, b) => a.timeMs - b.timeMs || a.step - b.step)) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}

/** Reuse one after the other; on a shared connection multiplexing says it already. */
function reuse({ bars, endMs }: LanesPicture): string[] {
  const sent = bars.filter(({ httpVersion, lostBy }) => httpVersion !== null && lostBy === null);
  const reused = sent.filter(
    ({ requestsBefore, httpVersion }) => requestsBefore > 0 && !httpVersion!.startsWith('2'),
  );
  if (reused.length === 0) return [];
  const opening = sent.map((bar) => durationOf(bar, openingPhases, endMs)).filter((ms) => ms > 0);
  const count = formatCount(sent.length);
  if (opening.length === 0)
    return [sayCount('showsReuseOne', 'showsReuseOther', reused.length, count)];
  const cost = formatDuration(opening.reduce((sum, ms) => sum + ms, 0) / opening.length);
  return [sayCount('showsReuseCostOne', 'showsReuseCostOther', reused.length, count, cost)];
}

function unopened({ sockets, live }: LanesPicture): string[] {
  const count = sockets.filter(
    ({ openedMs, closed }) => openedMs === null && closed !== null,
  ).length;
  return live || count === 0 ? [] : [sayCount('showsUnopenedOne', 'showsUnopenedOther', count)];
}

function closedByServer({ sockets }: LanesPicture): string[] {
  const count = sockets.filter(
    ({ closed, openedMs }) => openedMs !== null && closed?.by === 'remote',
  ).length;
  return count === 0 ? [] : [sayCount('showsServerClosedOne', 'showsServerClosedOther', count)];
}

/** Nothing stands out: what one request costs, or that each opened a connection of its own. */
function plain({ bars, sockets, endMs }: LanesPicture): string[] {
  const [bar] = bars;
  if (bar === undefined || sockets.length === 0) return [];
  const openingMs = durationOf(bar, openingPhases, endMs);
  if (bars.length > 1) {
    return openingMs === 0
      ? []
      : [say('showsOwn', formatCount(bars.length), formatCount(sockets.length))];
  }
  const answerMs = durationOf(bar, ['send', 'wait', 'receive'], endMs);
  return [say('showsSingle', formatDuration(openingMs), formatDuration(answerMs))];
}
