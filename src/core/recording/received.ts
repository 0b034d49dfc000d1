import type { ExchangeLog } from './exchangeLog.ts';
import { messagePayload } from './payload.ts';
import { isUtf8 } from 'node:buffer';
import type { ReceivedChunk, ReceivedMessage } from '../wire/sink.ts';

/** Bytes of a message that a conversation looks at. */
const payloadLimitBytes = 16 * 1024 * 1024;

/** The first received message at or behind a place in the log; `null` where there is none yet. */
export function receivedMessage(exchange: ExchangeLog, from: number): ReceivedMessage | null {
  const { messages } = exchange;
  for (let row = from; row < messages.length; row++) {
    const message = messages.read(row);
    if (message?.direction !== 'in') continue;
    const { type, bytes } = message;
    const wantedBytes = Math.min(bytes, payloadLimitBytes);
    return { row, type, bytes, payload: messagePayload(exchange, message).read(0, wantedBytes) };
  }
  return null;
}

/** The first received chunk of a raw socket at or behind a place in its log; `null` where there is none yet. */
export function receivedChunk(exchange: ExchangeLog, from: number): ReceivedChunk | null {
  const connection = exchange.uses.at(-1)?.connection;
  if (connection === undefined) return null;
  for (let row = from; row < connection.chunkCount; row++) {
    const chunk = connection.chunk(row);
    if (chunk?.direction !== 'in') continue;
    const { offset, lengthBytes } = chunk;
    const payload = connection.in.slice(offset, lengthBytes);
    const type = payload !== null && isUtf8(payload) ? 'text' : 'binary';
    return { row, offset, type, bytes: lengthBytes, payload };
  }
  return null;
}
