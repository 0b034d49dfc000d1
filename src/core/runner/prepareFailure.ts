import type { Diagnostic } from '../request-file/diagnostic.ts';
import { diagnosticMessage } from '../request-file/diagnostic.ts';
import type { TextRange } from '../request-file/textRange.ts';
import type { VariableProblem } from '../variables/resolver.ts';
import type { VariableFailure } from '../variables/variable.ts';
import { WireError, type WireErrorCode } from '../errors/wireError.ts';

/** A failure of phase `prepare` at a place of the request file: `line` and `column` are among its params. */
export function prepareFailure(
  code: WireErrorCode,
  place: Pick<TextRange, 'line' | 'column'>,
  params: Record<string, string>,
): WireError {
  const { line, column } = place;
  return new WireError(code, 'prepare', {
    params: { ...params, line: String(line), column: String(column) },
  });
}

/** A request with a syntax error is not guessed at. */
export function failureOfDiagnostic({ code, message, range }: Diagnostic): WireError {
  return prepareFailure('WB_INVALID_REQUEST', range, { reason: message, diagnostic: code });
}

/** References that lack a value, or something of that name; all others are written wrongly. */
const lacking = new Set(['WB2001', 'WB2006', 'WB2007', 'WB2020', 'WB2022', 'WB2023', 'WB2030']);

/** References to earlier exchanges. */
const ofResponse = new Set(['WB2012', 'WB2013', 'WB2014', 'WB2015', 'WB2016', 'WB2017']);

/** A reference without a value stops the request. */
export function failureOfVariable(problem: VariableProblem): WireError {
  const { code, args, name } = problem;
  if (lacking.has(code)) {
    const params = { name: args[0] ?? name, diagnostic: code };
    return prepareFailure('WB_UNRESOLVED_VARIABLE', problem, params);
  }
  if (ofResponse.has(code)) return failureOfReference(problem, problem);
  const reason = diagnosticMessage({ code, args });
  return prepareFailure('WB_INVALID_REQUEST', problem, { reason, name, diagnostic: code });
}

/** An earlier exchange that does not have what is needed of it. */
export function failureOfReference(
  place: Pick<TextRange, 'line' | 'column'>,
  { code, args }: VariableFailure,
): WireError {
  const reason = diagnosticMessage({ code, args });
  return prepareFailure('WB_REFERENCE_FAILED', place, { reason, diagnostic: code });
}
