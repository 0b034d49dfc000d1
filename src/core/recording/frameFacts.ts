import type { WireError } from '../errors/wireError.ts';
import { explainFailure } from '../errors/explain.ts';
import { english } from '../errors/translate.ts';
import { causeOf } from '../errors/causeOf.ts';
import type { RowDetail } from '../../protocol/rows.ts';

/** RSV1, RSV2 and RSV3 of the three bits as a number. */
export function rsvBits(rsv: number): [0 | 1, 0 | 1, 0 | 1] {
  return [bit(rsv, 4), bit(rsv, 2), bit(rsv, 1)];
}

/** A masking key as eight hex digits. */
export function maskDigits(mask: number): string {
  return mask.toString(16).padStart(8, '0');
}

/** Why a frame is invalid, in English, and the section of the RFC that says so. */
export function frameErrorView(error: WireError): NonNullable<RowDetail['error']> {
  const { code, phase, params } = error;
  const failure = { code, phase, params, cause: causeOf(error.cause) };
  const { message } = explainFailure(failure, english);
  return { code, params, message, rfc: params['rfc'] ?? null };
}

function bit(bits: number, value: number): 0 | 1 {
  return (bits & value) === 0 ? 0 : 1;
}
