import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';

/** Fields that frame, route or describe a message, or carry credentials: too late behind it (RFC 9110 §6.5.1). */
const FORBIDDEN = new Set([
  'transfer-encoding',
  'content-length',
  'host',
  'trailer',
  'te',
  'content-encoding',
  'content-type',
  'content-range',
  'authorization',
  'set-cookie',
]);

/** Refuses fields that must not stand behind a body. Throws `WB_HTTP_FORBIDDEN_TRAILER`. */
export function assertTrailers(fields: readonly HeaderField[]): void {
  const forbidden = fields.find(([name]) => FORBIDDEN.has(name.toLowerCase()));
  if (forbidden === undefined) return;
  const params = { name: forbidden[0], section: 'RFC 9110 §6.5.1' };
  throw new WireError('WB_HTTP_FORBIDDEN_TRAILER', 'receive', { params });
}
