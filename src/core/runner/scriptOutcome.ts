import { explainFailure } from '../errors/explain.ts';
import { english } from '../errors/translate.ts';
import { WireError } from '../errors/wireError.ts';
import type { ScriptResult } from '../scripts/script.ts';
import type { WireEventBody } from '../wire/events.ts';
import type { PreparedScript } from './preparedConclusion.ts';

/** What a script did, as events. */
export function tellScript(
  { tests, logs }: ScriptResult,
  { line }: PreparedScript,
  emit: (event: WireEventBody) => void,
): void {
  for (const text of logs) emit({ event: 'script.log', line, text });
  for (const { name, passed, message } of tests) {
    emit({ event: 'expect', of: 'test', line, text: name, passed, actual: message });
  }
}

/** Why a script did not come to its end. */
export function faultOf({ fault }: ScriptResult, { file }: PreparedScript): WireError | null {
  if (fault === null) return null;
  const params = { reason: fault.reason, line: String(fault.line), file };
  return new WireError(fault.code, 'script', { params });
}

/** A fault in words, for a script whose exchange still goes on. */
export function faultInWords({ code, phase, params }: WireError): string {
  return explainFailure({ code, phase, params, cause: null }, english).message;
}
