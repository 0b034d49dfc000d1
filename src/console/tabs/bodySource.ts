import type { ExchangeView } from '../../protocol/exchange.ts';
import { isOver } from '../words/states.ts';
import type { PayloadSource } from '../payload/payloadContent.ts';

/** The response body of a hop, to be shown. */
export function bodySource(exchange: ExchangeView, hop: number): PayloadSource {
  const body = exchange.hops[hop]?.body ?? null;
  return {
    ref: { exchange: exchange.id, of: 'response', hop },
    version: body?.keptBytes ?? 0,
    grows: body !== null && !body.complete && !isOver(exchange),
    contentType: body?.contentType ?? null,
    charset: body?.charset ?? 'utf-8',
    isText: null,
    borders: [],
  };
}
