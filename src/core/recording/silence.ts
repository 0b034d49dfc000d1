import type { ConnectionUse } from './connectionUse.ts';

/** How much an exchange had received on its sockets, and how long ago the last of it was, for the sentence of a timeout. */
export function silenceOf(
  uses: readonly ConnectionUse[],
  startClockMs: number,
): { received: string; silence: string } {
  const receivedBytes = uses.reduce((sum, use) => sum + use.inEnd - use.inStart, 0);
  const silentMs = performance.now() - Math.max(startClockMs, ...uses.map(lastInMs));
  return { received: `${receivedBytes} bytes`, silence: `${(silentMs / 1000).toFixed(1)} s` };
}

/** When bytes of the peer last passed; 0 where none did. */
function lastInMs({ connection, firstChunk, endChunk }: ConnectionUse): number {
  for (let row = endChunk - 1; row >= firstChunk; row--) {
    const chunk = connection.chunk(row);
    if (chunk === null) break;
    if (chunk.direction === 'in') return chunk.timeMs;
  }
  return 0;
}
