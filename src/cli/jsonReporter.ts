import type { Reporter, Write } from './reporter.ts';

/** One event a line (NDJSON): the contract of `docs/events.md`. */
export function jsonReporter(write: Write): Reporter {
  return {
    event: (event) => write(`${JSON.stringify(event)}\n`),
    end: () => undefined,
  };
}
