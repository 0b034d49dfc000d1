import type { ExchangeState, ExchangeSummary } from '../../protocol/exchange.ts';

const finalStates: ReadonlySet<ExchangeState> = new Set([
  'completed',
  'closed',
  'failed',
  'cancelled',
]);

/** The exchange still has a socket, or waits for one. */
export function isLive({ state }: Pick<ExchangeSummary, 'state'>): boolean {
  return !finalStates.has(state);
}

/** A WebSocket that messages can be sent on. */
export function isOpen({ state }: Pick<ExchangeSummary, 'state'>): boolean {
  return state === 'open';
}
