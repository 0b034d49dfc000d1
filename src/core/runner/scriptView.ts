import { charsetOf, contentTypeOf } from '../recording/mediaType.ts';
import { bodyText } from '../recording/recordedAnswer.ts';
import type { RecordedAnswer } from '../recording/recordedAnswer.ts';
import type { ScriptHeader, ScriptRequest, ScriptResponse } from '../scripts/script.ts';
import type { BodyPart, PreparedRequest } from './preparedRequest.ts';
import { maxBodyBytes } from './scriptTemplate.ts';

/** What a script below a request sees of it: as it is written, and as it was sent, with all variables. */
export function scriptRequestOf({ method, url, headers, ...rest }: PreparedRequest): ScriptRequest {
  const known = { url, headers, body: rest.body.map(partText).join('') };
  const {
    written = known,
    environment = {},
    fileVariables = {},
    iteration = 0,
    variables = {},
    templateValues = [],
  } = rest.conclusion ?? {};
  return {
    method,
    ...written,
    headers: headersAsWritten(headers, written.headers),
    known,
    environment,
    fileVariables,
    iteration,
    variables,
    templateValues,
  };
}

/** The headers that were sent, with the values as written of those that the request itself has. */
function headersAsWritten(
  sent: readonly ScriptHeader[],
  written: readonly ScriptHeader[],
): ScriptHeader[] {
  const left = [...written];
  return sent.map((field) => {
    const at = left.findIndex(([name]) => name.toLowerCase() === field[0].toLowerCase());
    const [own] = at < 0 ? [] : left.splice(at, 1);
    return [field[0], own?.[1] ?? field[1]];
  });
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
