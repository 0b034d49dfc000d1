import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import { formatAddress, formatDuration, formatMs, isUnixSocket } from '../words/formats.ts';
import { isConversation } from '../words/kinds.ts';
import { say, sayCount, sayOrdinal } from '../words/words.ts';
import { phaseSegments } from './phaseModel.ts';
import { lastHop } from './tabModel.ts';

/** `reused (7th request)`; nothing for a socket of its own. */
export function reusedText(hop: HopView): string | null {
  if (hop.requestsBefore === 0) return null;
  return say('reusedNth', sayOrdinal(hop.requestsBefore + 1));
}

/** `127.0.0.1:51834 → 127.0.0.1:8443`; of a UNIX socket its path. */
function fourTuple(exchange: ExchangeView): string | null {
  const { local, remote } = exchange.connection ?? {};
  if (!remote) return null;
  if (!local) return isUnixSocket(remote) ? formatAddress(remote) : null;
  return `${formatAddress(local)} → ${formatAddress(remote)}`;
}

/** The first fact: how long it took. */
export function totalText(exchange: ExchangeView): string {
  const totalMs = isConversation(exchange.kind)
    ? exchange.elapsedMs
    : (exchange.timings?.total ?? exchange.elapsedMs);
  const text = formatDuration(totalMs);
  return isConversation(exchange.kind) && exchange.openedAtMs !== null ? say('toOpen', text) : text;
}

function phaseFacts(exchange: ExchangeView): string[] {
  if (exchange.hops.length > 1) return [];
  return phaseSegments(exchange, exchange.elapsedMs).map(
    ({ phase, label, durationMs }) =>
      `${phase === 'upgrade' ? say('phaseUpgrade') : label} ${formatMs(durationMs)}`,
  );
}

function present(facts: (string | null)[]): string[] {
  return facts.filter((fact) => fact !== null);
}

/** What stands under the phase bar after the total, however narrow it is. */
export function mainFacts(exchange: ExchangeView): string[] {
  const hop = lastHop(exchange);
  const { hops, httpVersion, kind } = exchange;
  return present([
    httpVersion === null || (kind === 'websocket' && httpVersion !== '2')
      ? null
      : `HTTP/${httpVersion}`,
    hops.length > 1 ? sayCount('hopsOne', 'hopsOther', hops.length) : null,
    hop ? reusedText(hop) : null,
    exchange.evictedBytes > 0 ? say('evictedShort') : null,
  ]);
}

/**
 * What follows where there is room; the tabs have all of it. A reused connection says so instead of showing zeros.
 */
export function furtherFacts(exchange: ExchangeView): string[] {
  const hop = lastHop(exchange);
  const isReused = exchange.hops.length === 1 && hop !== null && hop.requestsBefore > 0;
  const { deflateRatio } = exchange;
  return present([
    ...phaseFacts(exchange),
    fourTuple(exchange),
    isReused ? say('reusedNoPhases') : null,
    deflateRatio === null ? null : say('deflateRatio', formatMs(deflateRatio)),
  ]);
}
