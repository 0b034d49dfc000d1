import type { HeaderField } from '../wireFacts.ts';
import { membersOf } from './headerFields.ts';

/** Content codings, then transfer codings other than chunked (RFC 9112 §7), in the order in which they were applied. */
export function codingsOf(headers: readonly HeaderField[]): string[] {
  const content = membersOf(headers, 'content-encoding');
  const transfer = membersOf(headers, 'transfer-encoding');
  if (content.length + transfer.length === 0) return [];
  return [...content, ...transfer].filter(
    (coding) => coding !== 'identity' && coding !== 'chunked',
  );
}
