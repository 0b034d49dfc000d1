import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from './channel.ts';

/**
 * What `look` finds, asked whenever something was received; `timeout` when `limitMs` have passed (`null`: no limit),
 * `closed` when nothing more will come.
 */
export async function until<T>(
  channel: Channel,
  limitMs: number | null,
  look: () => T | null,
): Promise<T | 'timeout' | 'closed'> {
  const done = new AbortController();
  let isLate = false;
  const late =
    limitMs === null
      ? []
      : [
          delay(limitMs, undefined, { signal: done.signal }).then(
            () => (isLate = true),
            () => undefined,
          ),
        ];
  try {
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (channel.isOver) return 'closed';
      if (isLate) return 'timeout';
      await Promise.race([channel.arrival(), ...late]);
    }
  } finally {
    done.abort();
  }
}
