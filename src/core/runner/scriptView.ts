import { charsetOf, contentTypeOf } from '../recording/mediaType.ts';
import { bodyText } from '../recording/recordedAnswer.ts';
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
  const text = isStream ? '' : bodyText(body, headers);
  return { status, headers, mimeType, charset, body: text, isStream };
}
