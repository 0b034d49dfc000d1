import { WireError } from '../../errors/wireError.ts';

/** The channel was closed before the step in this line was done. */
export function closedEarly(line: number, cause?: unknown): WireError {
  return new WireError('WB_WS_CLOSED_EARLY', 'script', { params: { line: String(line) }, cause });
}
