import type { Translate } from '../../core/errors/translate.ts';
import type { FailurePhase, WireErrorCode } from '../../core/errors/wireError.ts';
import type { ExchangeSummary, FailureView } from '../../protocol/exchange.ts';

/** The same exchange with its failure in the UI's language. */
export async function localizeFailure<T extends ExchangeSummary>(
  exchange: T,
  translate: Translate,
): Promise<T> {
  const { failure } = exchange;
  return failure === null ? exchange : { ...exchange, failure: await sayIn(failure, translate) };
}

/** The engine's failures carry codes and phases of the wire; the protocol only widens them to strings. */
async function sayIn(failure: FailureView, translate: Translate): Promise<FailureView> {
  const { explainFailure } = await import('../../core/errors/explain.ts');
  const code = failure.code as WireErrorCode;
  const phase = failure.phase as FailurePhase;
  return { ...failure, ...explainFailure({ ...failure, code, phase }, translate) };
}
