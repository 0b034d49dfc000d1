import type { LanesPicture, RequestBar, SocketLane } from '../../protocol/lanes.ts';
import type { PhaseSpan } from '../../protocol/hopView.ts';
import { TimeScale } from './timeScale.ts';

/** A bar and where it begins and ends; without its wait for a socket where that has a lane of its own. */
export interface PlacedBar {
  bar: RequestBar;
  phases: PhaseSpan[];
  startMs: number;
  endMs: number;
}

/** One socket and the bars on it, those at the same time below each other. */
export interface SocketRow {
  kind: 'socket';
  /** null for requests that never reached a socket. */
  socket: SocketLane | null;
  tracks: PlacedBar[][];
}

/** A request that waited for a socket. */
export interface WaitingRow {
  kind: 'waiting';
  bar: RequestBar;
  startMs: number;
  endMs: number;
  waits: boolean;
}

export type LaneRow = SocketRow | WaitingRow;

/** Waiting for a socket shorter than this is not worth a lane. */
const waitFromMs = 1;

/** The rows of a picture: sockets in the order of their use, then who waited for one. */
export function laneRows(view: LanesPicture): LaneRow[] {
  const shared = sharedConnections(view);
  const rows = view.sockets.map((socket): SocketRow => {
    const bars = view.bars.filter(({ connection }) => connection === socket.connection);
    const placed = bars.map((bar) => place(bar, view.endMs, shared.has(socket.connection)));
    return { kind: 'socket', socket, tracks: stacked(placed) };
  });
  const lost = view.bars
    .filter((bar) => bar.connection === null && bar.phases.some(isWork))
    .map((bar) => place(bar, view.endMs, true));
  if (lost.length > 0) rows.push({ kind: 'socket', socket: null, tracks: stacked(lost) });
  return [...rows, ...waitingRows(view, shared)];
}

/** The axis of one picture, or of several that are compared. */
export function laneScale(pictures: readonly LanesPicture[]): TimeScale {
  const busy = pictures.flatMap(({ bars, endMs }) => bars.map((bar) => place(bar, endMs, true)));
  return new TimeScale(busy, Math.max(...pictures.map(({ endMs }) => endMs)));
}

/** When a phase ended; one that lasts is taken to end now. */
export function phaseEnd({ startMs, endMs }: PhaseSpan, nowMs: number): number {
  return Math.max(startMs, endMs ?? nowMs);
}

function isWork({ phase }: PhaseSpan): boolean {
  return phase !== 'blocked';
}

/** Sockets that carried requests at the same time: a wait is drawn on them, in the request's own track. */
function sharedConnections({ bars }: LanesPicture): Set<number | null> {
  return new Set(
    bars
      .filter(({ httpVersion }) => httpVersion?.startsWith('2') === true)
      .map(({ connection }) => connection),
  );
}

/** A bar and its times. */
export function place(bar: RequestBar, nowMs: number, withWait: boolean): PlacedBar {
  const phases = withWait ? bar.phases : bar.phases.filter(isWork);
  const starts = phases.map(({ startMs }) => startMs);
  const startMs = starts.length === 0 ? nowMs : Math.min(...starts);
  const endMs = Math.max(startMs, ...phases.map((span) => phaseEnd(span, nowMs)));
  return { bar, phases, startMs, endMs };
}

/** As few tracks as hold all bars without two at the same time on one. */
function stacked(bars: PlacedBar[]): PlacedBar[][] {
  const tracks: PlacedBar[][] = [];
  for (const bar of bars.toSorted((a, b) => a.startMs - b.startMs)) {
    const free = tracks.find((track) => track.at(-1)!.endMs <= bar.startMs);
    if (free === undefined) tracks.push([bar]);
    else free.push(bar);
  }
  return tracks.length === 0 ? [[]] : tracks;
}

function waitingRows(
  { bars, endMs: nowMs }: LanesPicture,
  shared: Set<number | null>,
): WaitingRow[] {
  return bars
    .filter(({ connection }) => connection === null || !shared.has(connection))
    .flatMap((bar) =>
      bar.phases
        .filter(({ phase }) => phase === 'blocked')
        .map((span): WaitingRow => {
          const endMs = phaseEnd(span, nowMs);
          return { kind: 'waiting', bar, startMs: span.startMs, endMs, waits: span.endMs === null };
        }),
    )
    .filter(({ startMs, endMs }) => endMs - startMs >= waitFromMs);
}
