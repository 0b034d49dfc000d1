import type { HeaderField } from '../wireFacts.ts';
import { malformedHeader } from './headerBlock.ts';
import { membersOf } from './headerFields.ts';

/** Where the body of a response ends (RFC 9112 §6.3). */
export type BodyFraming =
  { by: 'none' } | { by: 'length'; lengthBytes: number } | { by: 'chunks' } | { by: 'close' };

const NO_CONTENT = 204;
const NOT_MODIFIED = 304;

/** Decides how the body of a final response is framed. Throws `WB_HTTP_MALFORMED_HEADER`. */
export function framingOf(
  method: string,
  status: number,
  headers: readonly HeaderField[],
): BodyFraming {
  const bodiless = status < 200 || status === NO_CONTENT || status === NOT_MODIFIED;
  const isTunnel = method === 'CONNECT' && status < 300;
  if (bodiless || isTunnel || method === 'HEAD') return { by: 'none' };
  const codings = membersOf(headers, 'transfer-encoding');
  if (codings.length > 0) return { by: codings.at(-1) === 'chunked' ? 'chunks' : 'close' };
  const lengths = membersOf(headers, 'content-length');
  const [length] = lengths;
  if (length === undefined) return { by: 'close' };
  if (lengths.some((other) => other !== length) || !/^\d{1,15}$/.test(length)) {
    const different = [...new Set(lengths)].join(', ');
    throw malformedHeader(`Content-Length: ${different}`, 'RFC 9112 §6.3');
  }
  return { by: 'length', lengthBytes: Number(length) };
}
