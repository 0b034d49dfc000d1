import type { FailurePhase } from '../errors/wireError.ts';
import type { Timings } from '../wire/wireFacts.ts';
import type { PhaseName } from '../wire/sink.ts';
import type { PhaseSpan } from '../../protocol/hopView.ts';

const phaseNames: readonly PhaseName[] = [
  'blocked',
  'dns',
  'tcp',
  'proxy',
  'tls',
  'send',
  'wait',
  'receive',
];

/** Numbers that are kept of a phase. */
const width = 3;

/** The phases of one hop, as they were marked. */
export class PhaseSpans {
  /**
   * Of each phase which one it is, its start, and its end: NaN while it runs. Numbers side by side cost less than an object
   * for each phase.
   */
  readonly #marks: number[] = [];
  #failed = -1;

  /** In the order in which they began. */
  get spans(): PhaseSpan[] {
    return this.#names().map((phase, index) => ({
      phase,
      startMs: this.#startMs(index),
      endMs: this.#isOpen(index) ? null : this.#endMs(index),
      ...(index === this.#failed ? { failed: true } : {}),
    }));
  }

  mark(phase: PhaseName, edge: 'start' | 'end', timeMs: number): void {
    const number = phaseNames.indexOf(phase);
    if (edge === 'start') {
      this.#marks.push(number, timeMs, NaN);
      return;
    }
    for (let index = this.#count - 1; index >= 0; index--) {
      if (this.#marks[width * index] !== number || !this.#isOpen(index)) continue;
      this.#end(index, timeMs);
      return;
    }
  }

  /** Ends what still runs. */
  endAll(timeMs: number): void {
    for (let index = 0; index < this.#count; index++) {
      if (this.#isOpen(index)) this.#end(index, timeMs);
    }
  }

  /** Marks the phase in which the exchange failed: the one that is named so, else the one that still runs. */
  fail(phase: FailurePhase): void {
    // An upgrade is refused by what was waited for.
    const name = phase === 'upgrade' ? 'wait' : phase;
    const names = this.#names();
    const named = names.findLastIndex((each) => each === name);
    this.#failed = named >= 0 ? named : names.findLastIndex((_each, index) => this.#isOpen(index));
  }

  /** Adds how long each phase took; of one that still runs, how long until `nowMs`. */
  addTo(timings: Timings, nowMs: number): void {
    this.#names().forEach((phase, index) => {
      const endMs = this.#isOpen(index) ? nowMs : this.#endMs(index);
      timings[phase] = roundMs((timings[phase] ?? 0) + endMs - this.#startMs(index));
    });
  }

  get #count(): number {
    return this.#marks.length / width;
  }

  #names(): PhaseName[] {
    return Array.from({ length: this.#count }, (_none, index) => {
      return phaseNames[this.#marks[width * index]!]!;
    });
  }

  #startMs(index: number): number {
    return this.#marks[width * index + 1]!;
  }

  #endMs(index: number): number {
    return this.#marks[width * index + 2]!;
  }

  #end(index: number, timeMs: number): void {
    this.#marks[width * index + 2] = timeMs;
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
