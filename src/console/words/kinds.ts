import type { ExchangeKind } from '../../protocol/exchange.ts';

/** A byte stream or datagrams, without a protocol of its own. */
export function isRaw(kind: ExchangeKind): boolean {
  return kind === 'tcp' || kind === 'tls' || kind === 'udp';
}

/** Both sides talk for as long as they like, and we can send by hand. */
export function isConversation(kind: ExchangeKind): boolean {
  return kind === 'websocket' || isRaw(kind);
}
