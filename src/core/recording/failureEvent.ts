import type { ConnectionUse } from './connectionUse.ts';
import { silenceOf } from './silence.ts';
import { causeOf } from '../errors/causeOf.ts';
import { explainFailure } from '../errors/explain.ts';
import { english } from '../errors/translate.ts';
import type { WireError } from '../errors/wireError.ts';
import type { WireEventOf } from '../wire/events.ts';

/** What an exchange fails with; of a time that is over also how much had come, and when the last of it. */
export function failureEvent(
  error: WireError,
  { uses, startClockMs }: { uses: readonly ConnectionUse[]; startClockMs: number },
): WireEventOf<'exchange.failed'> {
  const { code, phase } = error;
  const silence = code === 'WB_TIMEOUT' ? silenceOf(uses, startClockMs) : {};
  const params = { ...error.params, ...silence };
  const cause = causeOf(error.cause);
  const { message, hint } = explainFailure({ code, phase, params, cause }, english);
  return { event: 'exchange.failed', code, phase, message, hint, cause, params };
}
