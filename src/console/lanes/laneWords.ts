import type { SocketAddress, SocketEnd } from '../../protocol/connectionView.ts';
import type { RequestBar, SocketLane } from '../../protocol/lanes.ts';
import { phaseWords } from '../shell/phaseModel.ts';
import { formatAddress, formatBytes, formatDuration, isUnixSocket } from '../words/formats.ts';
import { say, sayCount } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import { phaseEnd } from './laneModel.ts';
import type { PlacedBar, WaitingRow } from './laneModel.ts';

/** Enough to see what stray bytes are. */
const excerptCharacters = 40;

const closeWords: Record<SocketEnd['by'], WordKey> = {
  local: 'closedByUs',
  remote: 'closedByPeer',
  error: 'closedByError',
};

const reasonWords: Record<string, WordKey> = {
  idle: 'closeIdle',
  'connection-close': 'closeHeader',
  'exchange-failed': 'closeFailed',
  'stray-bytes': 'closeStrayBytes',
  goaway: 'closeGoAway',
  stale: 'closeStale',
  engine: 'closeAll',
  WB_TCP_TIMEOUT: 'closeTimeout',
  WB_CANCELLED: 'stateCancelled',
};

/** Why a socket was closed, in words; a system's error code stays as it is. */
export function closeReasonText({ reason, stray }: SocketEnd): string | null {
  if (stray !== undefined) {
    return say('closeStrayExcerpt', formatBytes(stray.lengthBytes), shortened(stray.excerpt));
  }
  const key = reason === null ? undefined : reasonWords[reason];
  return key === undefined ? reason : say(key);
}

function shortened(excerpt: string): string {
  return excerpt.length > excerptCharacters ? `${excerpt.slice(0, excerptCharacters)}…` : excerpt;
}

/** `:51830 → :8080`; with the address of a host that is not this machine, and the origin where nothing answered. */
export function tupleText({ local, remote }: SocketLane, bars: readonly RequestBar[]): string {
  if (remote === null) return `→ ${bars[0]?.origin ?? '?'}`;
  if (isUnixSocket(remote)) return formatAddress(remote);
  return `${local === null ? '?' : endText(local)} → ${endText(remote)}`;
}

function endText(end: SocketAddress): string {
  const isHere = end.address === '::1' || /^(?:::ffff:)?127\./u.test(end.address);
  return isHere ? `:${end.port}` : formatAddress(end);
}

/** A WebSocket that was open, was lost, and has been connected again. */
export function wasDropped({ kind, lostBy, status }: RequestBar): boolean {
  return kind === 'websocket' && lostBy !== null && status !== null;
}

/** `HTTP/2 · TLS 1.3` */
export function protocolText(socket: SocketLane, bars: readonly RequestBar[]): string {
  const version = bars.find(({ httpVersion }) => httpVersion !== null)?.httpVersion ?? null;
  const isWebSocket = bars.some(({ open }) => open !== null);
  const protocol = version === null ? null : `HTTP/${version}`;
  const parts = [isWebSocket ? 'WebSocket' : protocol, socket.tlsVersion?.replace('TLSv', 'TLS ')];
  return parts.filter((part) => part !== null && part !== undefined).join(' · ');
}

/** What passed over a socket, its age, and who closed it and why. */
export function socketNotes(socket: SocketLane, nowMs: number): string[] {
  if (socket.openedMs === null) return [unopenedText(socket)];
  return [
    sayCount('laneRequestsOne', 'laneRequestsOther', socket.requests),
    `↑ ${formatBytes(socket.bytesOut)} ↓ ${formatBytes(socket.bytesIn)}`,
    lifeText(socket, socket.openedMs, nowMs),
  ];
}

function unopenedText({ closed }: SocketLane): string {
  if (closed === null) return say('laneOpening');
  return withReason(say('laneNeverOpened'), closed);
}

function withReason(text: string, end: SocketEnd): string {
  const why = closeReasonText(end);
  return why === null ? text : say('laneReason', text, why);
}

function lifeText({ closedMs, closed }: SocketLane, openedMs: number, nowMs: number): string {
  const age = formatDuration((closedMs ?? nowMs) - openedMs);
  if (closed === null) return say('laneOpen', age);
  return say('laneClosed', age, withReason(say(closeWords[closed.by]), closed));
}

const causeWords: Record<NonNullable<RequestBar['cause']>, WordKey> = {
  redirect: 'barRedirect',
  retry: 'barRetry',
  reconnect: 'barReconnect',
  challenge: 'barChallenge',
};

/** What stands on a bar: its method and path, and its status where it is not a good one. */
export function barTitle({ method, target, kind }: RequestBar): string {
  return kind === 'websocket' ? target : `${method} ${target}`;
}

/** How a request went, in a word or two. */
export function barOutcome(bar: RequestBar): string {
  if (bar.lostBy !== null) return say(wasDropped(bar) ? 'barDropped' : 'barLost');
  if (bar.status !== null && bar.state !== 'failed') return String(bar.status);
  if (bar.state === 'failed') return say('stateFailed');
  return bar.state === 'cancelled' ? say('stateCancelled') : '…';
}

/** Everything about a bar in one sentence, for a tooltip and a screen reader. */
export function barDescription({ bar, phases, startMs, endMs }: PlacedBar): string {
  const parts = phases.map(
    (span) =>
      `${say(phaseWords[span.phase])} ${formatDuration(phaseEnd(span, endMs) - span.startMs)}`,
  );
  const cause = bar.cause === null ? null : say(causeWords[bar.cause]);
  const name = [bar.name, barTitle(bar), barOutcome(bar), bar.lostBy, cause].filter(
    (part) => part !== null,
  );
  const span = say('barSpan', formatDuration(startMs), formatDuration(endMs));
  return [name.join(', '), span, parts.join(', ')].join(' · ');
}

/** `GET /slow/6, blocked 262 ms, waited for a connection` */
export function waitDescription({ bar, startMs, endMs, waits }: WaitingRow): string {
  const blocked = `${say('phaseBlocked')} ${formatDuration(endMs - startMs)}`;
  return [barTitle(bar), blocked, say(waits ? 'laneWaits' : 'laneWaited')].join(', ');
}
