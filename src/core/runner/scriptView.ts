import { charsetOf, contentTypeOf } from '../recording/mediaType.ts';
import { bodyText } from '../recording/recordedAnswer.ts';
import type { RecordedAnswer } from '../recording/recordedAnswer.ts';
import type { ScriptRequest, ScriptResponse } from '../scripts/script.ts';
import type { BodyPart, PreparedRequest } from './preparedRequest.ts';

/** A script sees so much of the body of its request. */
const maxBodyBytes = 1_000_000;

/** What a script below a request sees of it: as it was sent, with all variables. */
export function scriptRequestOf({ method, url, headers, ...rest }: PreparedRequest): ScriptRequest {
  const known = { url, headers, body: rest.body.map(partText).join('') };
  const {
    environment = {},
    fileVariables = {},
    iteration = 0,
    variables = {},
    templateValues = [],
  } = rest.conclusion ?? {};
  return {
    method,
    ...known,
    known,
    environment,
    fileVariables,
    iteration,
    variables,
    templateValues,
  };
}

function partText(part: BodyPart): string {
  if ('path' in part) return `< ${part.path}\n`;
  return new TextDecoder().decode(part.bytes.subarray(0, maxBodyBytes));
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
