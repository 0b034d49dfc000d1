import type { FailurePhase, WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import { excerpt } from '../dialer/excerpt.ts';

/** A response that breaks the grammar; `line` is what broke it, `section` where the grammar stands. */
export function malformed(
  code: WireErrorCode,
  phase: FailurePhase,
  line: Buffer | string,
  section: string,
): WireError {
  return new WireError(code, phase, { params: { line: excerpt(line), section } });
}
