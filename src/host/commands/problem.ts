import { causeOf } from '../../core/errors/causeOf.ts';
import { WireError } from '../../core/errors/wireError.ts';
import { ComposerError } from '../consoleHost/composerMessage.ts';
import { t } from '../translate.ts';

/** What to tell a person about an error, in the UI's language. */
export async function problemOf(error: unknown): Promise<string> {
  if (error instanceof WireError) {
    const { explainFailure } = await import('../../core/errors/explain.ts');
    const { code, phase, params } = error;
    return explainFailure({ code, phase, params, cause: causeOf(error.cause) }, t).message;
  }
  if (error instanceof ComposerError) {
    return t(error.problem, error.message);
  }
  return error instanceof Error ? error.message : String(error);
}
