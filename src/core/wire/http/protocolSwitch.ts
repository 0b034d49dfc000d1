import { WireError } from '../../errors/wireError.ts';
import { excerpt } from '../dialer/excerpt.ts';
import type { HeaderField } from '../wireFacts.ts';
import { membersOf } from './headerFields.ts';
import type { ResponseHead } from './hop.ts';

/** The status that says so (RFC 9110 §15.2.2). */
export const SWITCHING_PROTOCOLS = 101;

/** A server may only switch to a protocol that the request has named (RFC 9110 §7.8). Throws `WB_HTTP_UNASKED_SWITCH`. */
export function checkSwitch(
  sent: readonly HeaderField[],
  { status, headers }: Pick<ResponseHead, 'status' | 'headers'>,
): void {
  if (status !== SWITCHING_PROTOCOLS) return;
  const asked = membersOf(sent, 'upgrade');
  const chosen = membersOf(headers, 'upgrade');
  if (asked.length > 0 && chosen.every((protocol) => asked.includes(protocol))) return;
  const params = { protocol: excerpt(chosen.join(', ')) };
  throw new WireError('WB_HTTP_UNASKED_SWITCH', 'receive', { params });
}
