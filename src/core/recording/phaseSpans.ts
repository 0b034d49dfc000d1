import type { FailurePhase } from '../errors/wireError.ts';
import type { Timings } from '../wire/wireFacts.ts';
import type { PhaseName } from '../wire/sink.ts';
import type { PhaseSpan } from '../../protocol/hopView.ts';

/** The phases of one hop, as they were marked. */
export class PhaseSpans {
  readonly #phases: PhaseName[] = [];
  /** Start and end of each; NaN while it runs. Numbers side by side cost less than an object for each phase. */
  readonly #edgesMs: number[] = [];
  #failed = -1;

  /** In the order in which they began. */
  get spans(): PhaseSpan[] {
    return this.#phases.map((phase, index) => ({
      phase,
      startMs: this.#startMs(index),
      endMs: this.#isOpen(index) ? null : this.#endMs(index),
      ...(index === this.#failed ? { failed: true } : {}),
    }));
  }

  mark(phase: PhaseName, edge: 'start' | 'end', timeMs: number): void {
    if (edge === 'start') {
      this.#phases.push(phase);
      this.#edgesMs.push(timeMs, NaN);
      return;
    }
    for (let index = this.#phases.length - 1; index >= 0; index--) {
      if (this.#phases[index] !== phase || !this.#isOpen(index)) continue;
      this.#edgesMs[2 * index + 1] = timeMs;
      return;
    }
  }

  /** Ends what still runs. */
  endAll(timeMs: number): void {
    for (let index = 0; index < this.#phases.length; index++) {
      if (this.#isOpen(index)) this.#edgesMs[2 * index + 1] = timeMs;
    }
  }

  /** Marks the phase in which the exchange failed: the one that is named so, else the one that still runs. */
  fail(phase: FailurePhase): void {
    // An upgrade is refused by what was waited for.
    const name = phase === 'upgrade' ? 'wait' : phase;
    const named = this.#phases.findLastIndex((each) => each === name);
    this.#failed =
      named >= 0 ? named : this.#phases.findLastIndex((_each, index) => this.#isOpen(index));
  }

  /** Adds how long each phase took; of one that still runs, how long until `nowMs`. */
  addTo(timings: Timings, nowMs: number): void {
    this.#phases.forEach((phase, index) => {
      const endMs = this.#isOpen(index) ? nowMs : this.#endMs(index);
      timings[phase] = roundMs((timings[phase] ?? 0) + endMs - this.#startMs(index));
    });
  }

  #startMs(index: number): number {
    return this.#edgesMs[2 * index]!;
  }

  #endMs(index: number): number {
    return this.#edgesMs[2 * index + 1]!;
  }

  #isOpen(index: number): boolean {
    return Number.isNaN(this.#endMs(index));
  }
}

/** Milliseconds per phase over all hops; `null` where a phase did not take place. */
export function timingsOf(hops: readonly PhaseSpans[], totalMs: number): Timings {
  const timings: Timings = {
    blocked: null,
    dns: null,
    tcp: null,
    proxy: null,
    tls: null,
    send: null,
    wait: null,
    receive: null,
    total: roundMs(totalMs),
  };
  for (const phases of hops) phases.addTo(timings, totalMs);
  return timings;
}

/** Milliseconds with three decimals. */
export function roundMs(timeMs: number): number {
  return Math.round(timeMs * 1000) / 1000;
}
