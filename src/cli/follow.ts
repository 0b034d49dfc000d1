import type { WireEvent } from '../core/wire/events.ts';
import type { Engine } from '../engine/engine.ts';

/** Events read at once. */
const windowEvents = 256;

/**
 * Reads an exchange's events as they happen, until it is over. `report` may hold the reading up, so that a slow
 * reader of ours does not make us gather output in memory; `evicted` events then fell out of the recording.
 */
export async function follow(
  engine: Engine,
  exchange: number,
  bodyLimitBytes: number,
  report: (events: WireEvent[], evicted: number) => Promise<void>,
): Promise<void> {
  const finished = engine.finished(exchange);
  for (let from = 0; ;) {
    const { events, evicted, next, done } = await engine.events(
      exchange,
      from,
      windowEvents,
      bodyLimitBytes,
    );
    await report(events, evicted);
    if (done) {
      return;
    }
    if (next === from) {
      await Promise.race([finished, changeOf(engine)]);
    }
    from = next;
  }
}

function changeOf(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const listening = engine.onDidChange(() => {
      listening.dispose();
      resolve();
    });
  });
}
