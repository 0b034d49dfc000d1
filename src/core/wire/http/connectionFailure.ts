import type { FailurePhase } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';

const RESET_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** The failure of a connection that broke under a request; a `WireError` stays what it is. */
export function connectionFailure(
  error: Error,
  phase: FailurePhase,
  receivedBytes: number,
): WireError {
  if (error instanceof WireError) return error;
  const systemCode = (error as NodeJS.ErrnoException).code ?? error.message;
  const params = { systemCode, receivedBytes: String(receivedBytes) };
  const code = RESET_CODES.has(systemCode) ? 'WB_CONNECTION_RESET' : 'WB_TCP_FAILED';
  return new WireError(code, phase, { cause: error, params });
}
