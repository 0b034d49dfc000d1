import type { Translate } from './translate.ts';
import { sentences } from './sentences.ts';
import type { FailurePhase, WireErrorCode } from './wireError.ts';

/** A failure as it is recorded: facts, no words. */
export interface Failure {
  code: WireErrorCode;
  phase: FailurePhase;
  params: Record<string, string>;
  /** The system's own words; `null` where there are none. */
  cause: string | null;
}

/** Says what happened and what to try. */
export function explainFailure(
  failure: Failure,
  translate: Translate,
): { message: string; hint: string } {
  const sentence = sentences[failure.code];
  const { case: named, diagnostic = '' } = failure.params;
  const special = sentence.inCase?.[named ?? diagnostic];
  const message = special?.message ?? sentence.inPhase?.[failure.phase] ?? sentence.message;
  const hint = special?.hint ?? sentence.hint;
  const args = sentence.params.map((name) => failure.params[name] ?? '?');
  return {
    message: translate(message, ...args),
    hint: hint === '' ? '' : translate(hint, ...args),
  };
}
