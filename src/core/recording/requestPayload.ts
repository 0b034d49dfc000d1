import type { ExchangeLog } from './exchangeLog.ts';
import { readHttpHead } from './httpHeads.ts';
import type { Disclosure } from './masker.ts';
import { logPayload, memoryPayload } from './payload.ts';
import type { Payload } from './payload.ts';

/**
 * The body that a hop sent: from the request, or (where files were streamed) from the bytes of its HTTP/1.1 socket.
 * `null` where there is no such hop, or a streamed body went out as HTTP/2.
 */
export function requestPayload(
  exchange: ExchangeLog,
  hop: number,
  disclosure: Disclosure,
): Payload | null {
  const request = exchange.story.hops[hop]?.request;
  if (request === undefined) return null;
  if (request?.bodyLength === 0) return memoryPayload(Buffer.alloc(0));
  const parts = 'body' in exchange.request ? exchange.request.body : [];
  const chunks = parts.flatMap((part) => ('bytes' in part ? [part.bytes] : []));
  if (chunks.length === parts.length) return memoryPayload(Buffer.concat(chunks));
  return request?.httpVersion.startsWith('2') === true ? null : sentBody(exchange, hop, disclosure);
}

function sentBody(exchange: ExchangeLog, hop: number, disclosure: Disclosure): Payload | null {
  const use = exchange.uses.findLast((each) => each.hop === hop);
  if (use === undefined) return null;
  const { bodyStart } = readHttpHead(use, 'out', disclosure);
  return bodyStart === null ? null : logPayload(use.connection.out, bodyStart, use.outEnd);
}
