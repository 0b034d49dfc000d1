import type { BodyChunk } from './chunkLog.ts';
import type { ExchangeLog } from './exchangeLog.ts';

/** What stands behind the size of a chunk (RFC 9112 §7.1.1); `null` where nothing does, or it fell out. */
export function chunkExtension(exchange: ExchangeLog, chunk: BodyChunk): string | null {
  const log = exchange.connection(chunk.connection)?.log(chunk.direction);
  const line = log?.slice(chunk.offset, chunk.headerBytes)?.toString('utf8') ?? '';
  const semicolon = line.indexOf(';');
  return semicolon === -1 ? null : line.slice(semicolon + 1).trim();
}
