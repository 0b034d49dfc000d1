import type { Channel } from './channel.ts';
import { until } from './until.ts';

/** Normal Closure (RFC 6455 §7.4.1). */
const NORMAL_CLOSURE = 1000;

/**
 * Closes when nothing has come for `lingerMs`, or nothing more will; a server that never falls silent is closed after
 * `timeoutMs`.
 */
export async function closeInSilence(
  channel: Channel,
  lingerMs: number,
  timeoutMs: number | null,
): Promise<void> {
  const doneMs = performance.now();
  const latestMs = timeoutMs === null ? Infinity : doneMs + timeoutMs;
  while (channel.isOpen) {
    const nowMs = performance.now();
    const silentSinceMs = Math.max(channel.lastArrivalMs, doneMs);
    const closeAtMs = Math.min(silentSinceMs + lingerMs, latestMs);
    if (nowMs >= closeAtMs || channel.isOver) {
      await channel.close(NORMAL_CLOSURE, '');
      return;
    }
    await until(channel, closeAtMs - nowMs, () => (channel.isOpen ? null : true));
  }
}
