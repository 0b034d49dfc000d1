import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { EventPump } from '../../../src/cli/eventPump.ts';
import type { EventsWindow } from '../../../src/core/recording/recording.ts';
import type { WireEvent } from '../../../src/core/wire/events.ts';
import type { Engine } from '../../../src/engine/engine.ts';

/** Exchanges whose events are scripted: when each began, and the times of its events. */
class ScriptedEngine {
  readonly #exchanges: Record<number, { startClockMs: number; times: number[] }>;
  /** Places that one reading covers. */
  readonly #stepLength: number;
  isOver = true;
  #changed: (() => void)[] = [];

  constructor(
    exchanges: Record<number, { startClockMs: number; times: number[] }>,
    stepLength = 256,
  ) {
    this.#exchanges = exchanges;
    this.#stepLength = stepLength;
  }

  async events(exchange: number, from: number): Promise<EventsWindow> {
    const { startClockMs, times } = this.#exchanges[exchange]!;
    const next = Math.min(times.length, from + this.#stepLength);
    const events = times.slice(from, next).map((t) => eventAt(exchange, t));
    const hasMore = next < times.length;
    return { events, next, evicted: 0, done: this.isOver && !hasMore, hasMore, startClockMs };
  }

  async finished(): Promise<void> {
    if (!this.isOver) await new Promise(() => undefined);
  }

  onDidChange(listener: () => void) {
    this.#changed.push(listener);
    return { dispose: () => undefined };
  }

  change(exchange: number, time: number): void {
    this.#exchanges[exchange]!.times.push(time);
    for (const listener of this.#changed) listener();
  }
}

function eventAt(exchange: number, t: number): WireEvent {
  return { v: 1, t, exchange, event: 'raw.data', dir: 'in', bytes: 0, base64: '' };
}

function pumpOf(engine: ScriptedEngine): { pump: EventPump<string>; told: string[] } {
  const told: string[] = [];
  const pump = new EventPump<string>(engine as unknown as Engine, 0, {
    report: async (batch) => void told.push(...batch.map(({ event, of }) => `${of} ${event.t}`)),
    missed: () => undefined,
  });
  return { pump, told };
}

describe('the events of exchanges at once', () => {
  for (const stepLength of [1, 2, 256]) {
    test(`are told in the order of time, ${stepLength} read at once`, async () => {
      const engine = new ScriptedEngine(
        {
          1: { startClockMs: 100, times: [0, 5, 9, 20] },
          2: { startClockMs: 104, times: [0, 3, 6] },
        },
        stepLength,
      );
      const { pump, told } = pumpOf(engine);
      await Promise.all([pump.follow(2, 'b'), pump.follow(1, 'a')]);
      assert.deepEqual(told, ['a 0', 'b 0', 'a 5', 'b 3', 'a 9', 'b 6', 'a 20']);
    });
  }

  test('keep the order that they have in their exchange', async () => {
    const engine = new ScriptedEngine({ 1: { startClockMs: 0, times: [0, 7, 3, 8] } });
    const { pump, told } = pumpOf(engine);
    await pump.follow(1, 'a');
    assert.deepEqual(told, ['a 0', 'a 7', 'a 3', 'a 8']);
  });

  test('are told as they happen', async () => {
    const engine = new ScriptedEngine({ 1: { startClockMs: 0, times: [0] } });
    engine.isOver = false;
    const { pump, told } = pumpOf(engine);
    const over = pump.follow(1, 'a');
    await delay(10);
    assert.deepEqual(told, ['a 0']);
    engine.isOver = true;
    engine.change(1, 2);
    await over;
    assert.deepEqual(told, ['a 0', 'a 2']);
  });

  test('that cannot be told end the waiting for them', async () => {
    const engine = new ScriptedEngine({ 1: { startClockMs: 0, times: [0] } });
    const pump = new EventPump<null>(engine as unknown as Engine, 0, {
      report: () => Promise.reject(new Error('the disk is full')),
      missed: () => undefined,
    });
    await assert.rejects(pump.follow(1, null), /the disk is full/);
  });
});
