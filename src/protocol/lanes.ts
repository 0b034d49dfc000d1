/** View models of sockets and what ran on them. Times in milliseconds since the run began. */

import type { SocketAddress, SocketEnd } from './connectionView.ts';
import type { ExchangeKind, ExchangeState } from './exchange.ts';
import type { HopCause, PhaseSpan } from './hopView.ts';

/** Which requests to show: a run by its number, counted from 1, or the newest one. */
export type RunChoice = number | 'newest';

/** One socket of a run. */
export interface SocketLane {
  connection: number;
  origin: string;
  local: SocketAddress | null;
  remote: SocketAddress | null;
  proxy: string | null;
  tlsVersion: string | null;
  /** Negative for a socket that is older than the run; null for one that never opened. */
  openedMs: number | null;
  closedMs: number | null;
  closed: SocketEnd | null;
  bytesOut: number;
  bytesIn: number;
  /** Requests it has carried over its whole life. */
  requests: number;
}

/** One request of a run, or one hop of it. */
export interface RequestBar {
  exchange: number;
  hop: number;
  cause: HopCause | null;
  lostBy: string | null;
  kind: ExchangeKind;
  name: string | null;
  method: string;
  /** Path and query. */
  target: string;
  origin: string;
  httpVersion: string | null;
  status: number | null;
  /** Of the exchange; for a hop that others follow `completed`, or `failed` where its connection was lost. */
  state: ExchangeState;
  /** null while it waits for a socket. */
  connection: number | null;
  /** Requests the socket had carried before this one; 0 is a new socket. */
  requestsBefore: number;
  phases: PhaseSpan[];
  /** When a WebSocket opened and closed. */
  open: { startMs: number; endMs: number | null } | null;
  /** Connections to its origin that it was allowed; null is any number. */
  limit: number | null;
}

/** Requests that belong together in time, and the sockets that carried them. */
export interface LanesPicture {
  /** Milliseconds since the epoch. */
  startedAtMs: number;
  /** The end of the last request, or now while one is under way. */
  endMs: number;
  nowMs: number;
  live: boolean;
  /** In the order in which they were used. */
  sockets: SocketLane[];
  bars: RequestBar[];
  /** Requests of the run that are not among `bars`: the oldest of too many. */
  omitted: number;
}

/** A run of requests. */
export interface LanesView extends LanesPicture {
  /** Number of the run from 1, and how many there are; 0 before the first request. */
  run: number;
  runs: number;
  /** The requests that this run has sent again over another protocol; its times begin with the first of them. */
  repeated: LanesPicture | null;
}

/** Before the first request. */
export const noLanes: LanesView = {
  run: 0,
  runs: 0,
  startedAtMs: 0,
  endMs: 0,
  nowMs: 0,
  live: false,
  sockets: [],
  bars: [],
  omitted: 0,
  repeated: null,
};
