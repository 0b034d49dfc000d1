import type { Direction } from '../wireFacts.ts';

/** States of a stream that a client opened (RFC 9113 §5.1). */
export const streamStates = [
  'idle',
  'open',
  'half-closed (local)',
  'half-closed (remote)',
  'closed',
] as const;
export type StreamState = (typeof streamStates)[number];

/** The state after one side has ended the stream. */
export function afterEnd(state: StreamState, by: Direction): StreamState {
  if (state === 'open') return by === 'out' ? 'half-closed (local)' : 'half-closed (remote)';
  const wasOther = by === 'out' ? 'half-closed (remote)' : 'half-closed (local)';
  return state === wasOther ? 'closed' : state;
}
