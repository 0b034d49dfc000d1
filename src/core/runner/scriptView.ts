import { charsetOf, contentTypeOf } from '../recording/mediaType.ts';
import type { RecordedAnswer } from '../recording/recordedAnswer.ts';
import type { ScriptRequest, ScriptResponse } from '../scripts/script.ts';
import type { PreparedRequest } from './preparedRequest.ts';

/** What a script sees of its request. */
export function scriptRequestOf(request: PreparedRequest): ScriptRequest {
  const { method, url, headers, conclusion } = request;
  const { environment = {}, variables = {} } = conclusion ?? {};
  return { method, url, headers, environment, variables };
}

/** What a script sees of the answer: of a stream no body, since that is delivered. */
export function scriptResponseOf({
  status,
  headers,
  body,
  isStream,
}: RecordedAnswer): ScriptResponse {
  const contentType = contentTypeOf(headers);
  const charset = charsetOf(contentType);
  const mimeType = (contentType ?? '').split(';', 1)[0]?.trim() ?? '';
  const text = isStream ? '' : textOf(body, charset);
  return { status, headers, mimeType, charset, body: text, isStream };
}

function textOf(body: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // A charset that nobody knows: read as UTF-8, as the console shows it.
    return new TextDecoder().decode(body);
  }
}
