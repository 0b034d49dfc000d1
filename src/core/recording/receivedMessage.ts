import type { ExchangeLog } from './exchangeLog.ts';
import { messagePayload } from './payload.ts';
import type { ReceivedMessage } from '../wire/sink.ts';

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
