import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import { phaseSegments } from '../shell/phaseModel.ts';
import type { PhaseTone } from '../shell/phaseModel.ts';
import { formatAddress } from '../words/formats.ts';
import { say } from '../words/words.ts';

/** A bar of the timeline, since the exchange began. */
export interface Lane {
  label: string;
  note: string;
  startMs: number;
  durationMs: number;
  tone: PhaseTone;
  failed: boolean;
  pending: boolean;
  /** Inside the lane above: an attempt to connect. */
  nested: boolean;
}

/** A hop and its lanes. */
export interface HopLanes {
  hop: HopView;
  number: number;
  lanes: Lane[];
}

/** How an attempt ended, in words; what the system says of a failed one stays as it is. */
function attemptNote(result: string | null): string {
  switch (result) {
    case 'connected':
      return say('attemptConnected');
    case 'otherConnected':
      return say('attemptOtherConnected');
    case 'timeout':
      return say('attemptTimeout');
    case 'cancelled':
      return say('attemptCancelled');
    default:
      return result ?? '';
  }
}

const WITHOUT_FAULT = new Set([null, 'connected', 'otherConnected', 'cancelled']);

function attemptLanes(hop: HopView, nowMs: number): Lane[] {
  return hop.attempts.map((attempt) => ({
    label: formatAddress(attempt.remote),
    note: attemptNote(attempt.result),
    startMs: attempt.startMs,
    durationMs: Math.max(0, (attempt.endMs ?? nowMs) - attempt.startMs),
    tone: 'socket',
    failed: !WITHOUT_FAULT.has(attempt.result),
    pending: attempt.endMs === null,
    nested: true,
  }));
}

function proxyLanes({ proxySteps = [] }: HopView, nowMs: number): Lane[] {
  return proxySteps.map(({ name, startMs, endMs, result }) => ({
    label: name,
    note: result === 'ok' ? '' : (result ?? ''),
    startMs,
    durationMs: Math.max(0, (endMs ?? nowMs) - startMs),
    tone: 'socket',
    failed: result !== null && !/^(?:ok|2\d\d)$/u.test(result),
    pending: endMs === null,
    nested: true,
  }));
}

/** Every phase and every attempt of every hop, each a lane of its own. */
export function timelineLanes(exchange: ExchangeView, nowMs: number): HopLanes[] {
  const segments = phaseSegments(exchange, nowMs);
  return exchange.hops.map((hop, index) => {
    const lanes = segments
      .filter((segment) => segment.hop === index)
      .flatMap((segment): Lane[] => {
        const label = segment.phase === 'upgrade' ? say('phaseUpgrade') : segment.label;
        const lane = { ...segment, label, note: segment.detail, nested: false };
        if (segment.phase === 'tcp') return [lane, ...attemptLanes(hop, nowMs)];
        return segment.phase === 'proxy' ? [lane, ...proxyLanes(hop, nowMs)] : [lane];
      });
    return { hop, number: index + 1, lanes };
  });
}

/** When the last lane ends; never 0, so that it can divide. */
export function timelineEndMs(hops: readonly HopLanes[]): number {
  const ends = hops.flatMap(({ lanes }) => lanes.map((lane) => lane.startMs + lane.durationMs));
  return Math.max(0.001, ...ends);
}

/** Round numbers along an axis of this length, 0 included: between three and seven of them. */
export function axisTicks(endMs: number): number[] {
  const rough = endMs / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((each) => each >= rough)!;
  const ticks: number[] = [];
  for (let index = 0; index * step <= endMs; index += 1) ticks.push(index * step);
  return ticks;
}
