import type { FailurePhase } from '../errors/wireError.ts';
import type { Timings } from '../wire/wireFacts.ts';
import type { PhaseName } from '../wire/sink.ts';
import type { PhaseSpan } from '../../protocol/hopView.ts';

/** The phases of one hop, as they were marked. */
export class PhaseSpans {
  readonly spans: PhaseSpan[] = [];

  mark(phase: PhaseName, edge: 'start' | 'end', timeMs: number): void {
    if (edge === 'start') {
      this.spans.push({ phase, startMs: timeMs, endMs: null });
      return;
    }
    for (let index = this.spans.length - 1; index >= 0; index--) {
      const span = this.spans[index]!;
      if (span.phase !== phase || span.endMs !== null) continue;
      span.endMs = timeMs;
      return;
    }
  }

  /** Ends what still runs. */
  endAll(timeMs: number): void {
    for (const span of this.spans) span.endMs ??= timeMs;
  }

  /** Marks the phase in which the exchange failed: the one that is named so, else the one that still runs. */
  fail(phase: FailurePhase): void {
    // An upgrade is refused by what was waited for.
    const name = phase === 'upgrade' ? 'wait' : phase;
    const failed =
      this.spans.findLast((span) => span.phase === name) ??
      this.spans.findLast((span) => span.endMs === null);
    if (failed !== undefined) failed.failed = true;
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
  for (const { spans } of hops) {
    for (const { phase, startMs, endMs } of spans) {
      const durationMs = (endMs ?? totalMs) - startMs;
      timings[phase] = roundMs((timings[phase] ?? 0) + durationMs);
    }
  }
  return timings;
}

/** Milliseconds with three decimals. */
export function roundMs(timeMs: number): number {
  return Math.round(timeMs * 1000) / 1000;
}
