import type { WireEvent } from '../core/wire/events.ts';

/** Turns the events of a run into output, as they happen. */
export interface Reporter {
  event(event: WireEvent): void;
  /** All exchanges are over. */
  end(): void;
}

/** Where a reporter writes, usually standard output. */
export type Write = (text: string) => void;
