import type { Recording } from '../recording/recording.ts';
import type { Scripts } from '../scripts/scripts.ts';
import type { ExchangeSink } from '../wire/sink.ts';

/** What assertions and scripts of a request work with. */
export interface ConclusionContext {
  recording: Recording;
  sink: ExchangeSink;
  scripts: Scripts;
}
