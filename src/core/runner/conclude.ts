import { evaluateAssertion } from '../assertions/evaluateAssertion.ts';
import { WireError } from '../errors/wireError.ts';
import { charsetOf, contentTypeOf } from '../recording/mediaType.ts';
import type { RecordedAnswer } from '../recording/recordedAnswer.ts';
import type { ScriptPort } from '../scripts/scriptPort.ts';
import type { ScriptResponse, ScriptResult } from '../scripts/script.ts';
import type { ExchangeSink } from '../wire/sink.ts';
import type { PreparedScript } from './preparedConclusion.ts';
import type { PreparedRequest } from './preparedRequest.ts';

/**
 * Holds an answer against the assertions and scripts of its request; what comes of it are events. Rejects with the
 * fault of the first script that had one, when all of them have run.
 */
export async function conclude(
  request: PreparedRequest,
  answer: RecordedAnswer,
  sink: ExchangeSink,
  scripts: ScriptPort,
): Promise<void> {
  let fault: WireError | null = null;
  for (const step of request.conclusion?.steps ?? []) {
    if (step.kind === 'assertion') {
      const { line, text } = step;
      sink.emit({
        event: 'expect',
        of: 'assertion',
        line,
        text,
        ...evaluateAssertion(step, answer),
      });
    } else {
      const result = await scripts.runScript({
        ...step,
        request: scriptRequestOf(request),
        response: scriptResponseOf(answer),
      });
      tellScript(result, step, (event) => sink.emit(event));
      fault ??= faultOf(result, step);
    }
  }
  if (fault !== null) throw fault;
}

/** What a script did, as events. */
export function tellScript(
  { tests, logs }: ScriptResult,
  { line }: PreparedScript,
  emit: (event: Parameters<ExchangeSink['emit']>[0]) => void,
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

function scriptRequestOf({ method, url, headers, conclusion }: PreparedRequest) {
  const { environment = {}, variables = {} } = conclusion ?? {};
  return { method, url, headers, environment, variables };
}

function scriptResponseOf({ status, headers, body, parts }: RecordedAnswer): ScriptResponse {
  const contentType = contentTypeOf(headers);
  const charset = charsetOf(contentType);
  const mimeType = (contentType ?? '').split(';', 1)[0]?.trim() ?? '';
  const isLines = /ndjson|jsonl|event-stream/i.test(mimeType);
  const text = textOf(body, charset);
  const lines = isLines ? text.split(/\r?\n/).filter((line) => line !== '') : null;
  return { status, headers, mimeType, charset, body: text, parts: parts ?? lines };
}

function textOf(body: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // A charset that nobody knows: read as UTF-8, as the console shows it.
    return new TextDecoder().decode(body);
  }
}
