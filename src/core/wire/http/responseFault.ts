import type { FailurePhase, WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import { excerpt } from '../dialer/excerpt.ts';

/** A response that breaks the grammar; `received` is what broke it, `section` where the grammar stands. */
export function malformed(
  code: WireErrorCode,
  phase: FailurePhase,
  received: Buffer | string,
  section: string,
): WireError {
  return new WireError(code, phase, { params: { excerpt: excerpt(received), section } });
}
