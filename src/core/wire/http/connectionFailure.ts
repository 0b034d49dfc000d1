import type { FailurePhase, WireErrorCode } from '../../errors/wireError.ts';
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
  return new WireError(codeOf(systemCode), phase, { cause: error, params });
}

/** Whether TLS ended an open connection over what came: alerts apart, which say more, OpenSSL does it for nothing else. */
export function isBadRecord(systemCode: string): boolean {
  return systemCode.startsWith('ERR_SSL_');
}

function codeOf(systemCode: string): WireErrorCode {
  if (RESET_CODES.has(systemCode)) return 'WB_CONNECTION_RESET';
  return isBadRecord(systemCode) ? 'WB_TLS_BAD_RECORD' : 'WB_TCP_FAILED';
}
