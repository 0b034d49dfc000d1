import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView, PhaseSpan } from '../../protocol/hopView.ts';
import { isUnixSocket } from '../words/formats.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';

/** Colours of phases; each also has its word. */
export type PhaseTone = 'name' | 'socket' | 'secure' | 'send' | 'wait' | 'receive' | 'blocked';

/** One part of the way to a response, as a bar shows it. */
export interface PhaseSegment {
  hop: number;
  phase: PhaseSpan['phase'] | 'upgrade';
  label: string;
  /** More to say where there is room. */
  detail: string;
  startMs: number;
  durationMs: number;
  tone: PhaseTone;
  failed: boolean;
  pending: boolean;
}

export const phaseWords: Record<PhaseSpan['phase'], WordKey> = {
  blocked: 'phaseBlocked',
  dns: 'phaseDns',
  tcp: 'phaseTcp',
  proxy: 'phaseProxy',
  tls: 'phaseTls',
  send: 'phaseSend',
  wait: 'phaseWait',
  receive: 'phaseReceive',
};

export const phaseTones: Record<PhaseSpan['phase'], PhaseTone> = {
  blocked: 'blocked',
  dns: 'name',
  tcp: 'socket',
  proxy: 'socket',
  tls: 'secure',
  send: 'send',
  wait: 'wait',
  receive: 'receive',
};

/** Waiting for a socket shorter than this is not worth a bar. */
const blockedFromMs = 0.05;

/** When something that still lasts is taken to end: now, since the exchange began. */
function endOf(span: PhaseSpan, nowMs: number): number {
  return Math.max(span.startMs, span.endMs ?? nowMs);
}

/** A UNIX socket is no TCP. */
function phaseLabel({ phase }: PhaseSpan, { attempts }: HopView): string {
  const isUnix = phase === 'tcp' && attempts.some(({ remote }) => isUnixSocket(remote));
  return isUnix ? 'UNIX' : say(phaseWords[phase]);
}

function segment(
  hop: number,
  span: PhaseSpan,
  label: string,
  detail: string,
  nowMs: number,
): PhaseSegment {
  return {
    hop,
    phase: span.phase,
    label,
    detail,
    startMs: span.startMs,
    durationMs: endOf(span, nowMs) - span.startMs,
    tone: phaseTones[span.phase],
    failed: span.failed === true,
    pending: span.endMs === null,
  };
}

function tlsDetail(exchange: ExchangeView, hop: HopView): string {
  const tls = hop.connection === exchange.connection?.id ? exchange.connection?.tls : null;
  return tls?.authorized
    ? [tls.version.replace(/^TLSv?/u, ''), tls.group].filter(Boolean).join(' · ')
    : '';
}

/** The upgrade is one step: what sending, waiting and receiving are to HTTP. */
function upgradeSegment(
  hop: number,
  spans: PhaseSpan[],
  status: number | null,
  nowMs: number,
): PhaseSegment {
  const startMs = Math.min(...spans.map((span) => span.startMs));
  const endMs = Math.max(...spans.map((span) => endOf(span, nowMs)));
  return {
    hop,
    phase: 'upgrade',
    label: status === null ? say('phaseUpgrade') : String(status),
    detail: '',
    startMs,
    durationMs: endMs - startMs,
    tone: 'send',
    failed: spans.some((span) => span.failed),
    pending: spans.some((span) => span.endMs === null),
  };
}

/** The socket is there: what is left is the request and its answer. */
function isAfterDial(span: PhaseSpan): boolean {
  return ['send', 'wait', 'receive'].includes(span.phase);
}

function hopSegments(
  exchange: ExchangeView,
  hop: HopView,
  index: number,
  nowMs: number,
): PhaseSegment[] {
  const isUpgrade = exchange.kind === 'websocket';
  const shown = hop.phases.filter(
    (span) =>
      !(isUpgrade && isAfterDial(span)) &&
      (span.phase !== 'blocked' || endOf(span, nowMs) - span.startMs >= blockedFromMs),
  );
  const segments = shown.map((span) =>
    segment(
      index,
      span,
      phaseLabel(span, hop),
      span.phase === 'tls' ? tlsDetail(exchange, hop) : '',
      nowMs,
    ),
  );
  const upgrade = hop.phases.filter(isAfterDial);
  if (isUpgrade && upgrade.length > 0) {
    segments.push(upgradeSegment(index, upgrade, hop.response?.status ?? null, nowMs));
  }
  return segments;
}

/** Every phase of every hop, in order; `nowMs` (since the exchange began) ends what still lasts. */
export function phaseSegments(exchange: ExchangeView, nowMs: number): PhaseSegment[] {
  return exchange.hops.flatMap((hop, index) => hopSegments(exchange, hop, index, nowMs));
}
